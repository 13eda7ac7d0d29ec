package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W8: what complete_through says about a running writer. */
class CompletenessIT {

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, 2, POSTGRES.newDatabase());
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void w8ItFollowsTheClockAndWaitsForAPartitionThatWasAdded() throws Exception {
        RunningWriter writer = pipeline.writer();
        double first = awaitBeyond(writer, Instant.EPOCH);
        pipeline.publish(0, 50);
        KAFKA.admin()
                .createPartitions(Map.of(pipeline.kafka.topics().events(), NewPartitions.increaseTo(3)))
                .all()
                .get();
        pipeline.publish(2, 50);

        double later = awaitBeyond(writer, Instant.now());

        assertThat(pipeline.stored.events()).isEqualTo(100);
        assertThat(later).isGreaterThan(first);
        assertThat(pipeline.stored.number(
                        "SELECT partitions FROM topic_progress WHERE topic = ?",
                        pipeline.kafka.topics().events()))
                .isEqualTo(3);
        pipeline.awaitAllStored();
    }

    /** Waits until everything received before this moment is said to be stored; returns until when it is, in Unix seconds. */
    private double awaitBeyond(RunningWriter writer, Instant moment) {
        return Await.until(
                "complete_through beyond " + moment,
                () -> writer.gauge(
                        "writer_complete_through_timestamp_seconds",
                        "topic",
                        pipeline.kafka.topics().events()),
                through -> through > moment.toEpochMilli() / 1000.0);
    }
}
