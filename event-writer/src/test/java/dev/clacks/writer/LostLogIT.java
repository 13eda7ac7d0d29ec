package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.TopicSetup;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import dev.clacks.writer.progress.ProgressRow;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W6: where Kafka does not have what is to be read next, the partition stops and says what was lost; nothing jumps. */
class LostLogIT {

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;
    private RunningWriter writer;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, 2, POSTGRES.newDatabase());
        writer = pipeline.writer();
        pipeline.publish(0, 50);
        pipeline.awaitAllStored();
        pipeline.awaitCommitted(0, 50);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void w6RecordsRemovedBeforeTheyWereStoredStopThePartitionAndOthersGoOn() throws Exception {
        pipeline.stopWriters();
        try (var doorOfWhatIsLost = new Door(pipeline.kafka)) {
            doorOfWhatIsLost.publish(0, pipeline.events.next(30));
        }
        KAFKA.admin()
                .deleteRecords(Map.of(pipeline.events(0), RecordsToDelete.beforeOffset(70)))
                .all()
                .get();

        writer = pipeline.writer();

        awaitStopped(writer, "the log begins at 70, progress stands at 50: 20 records were removed");
        pipeline.publish(1, 10);
        pipeline.awaitAllStored();
        assertThat(pipeline.progress(0)).isEqualTo(50);
    }

    @Test
    void w6ALogThatEndsBeforeProgressStopsThePartition() throws Exception {
        pipeline.stopWriters();
        pipeline.stored.execute(
                "UPDATE writer_progress SET next_offset = 80, end_offset_seen = 90 WHERE partition = 0 AND topic = ?",
                pipeline.kafka.topics().events());

        awaitStopped(pipeline.writer(), "the log ends at 50, progress stands at 80");
    }

    @Test
    void w6ATopicMadeAgainStopsItsPartitionsUntilAnOperatorSaysWhereToBegin() throws Exception {
        String topic = pipeline.kafka.topics().events();
        KAFKA.admin().deleteTopics(List.of(topic)).all().get();
        Await.untilTrue(
                "the topic to be gone",
                () -> !KAFKA.admin().listTopics().names().get().contains(topic));
        new TopicSetup(KAFKA.admin(), pipeline.kafka.topics()).create();

        awaitStopped(writer, "was deleted and made again");

        pipeline.publish(0, 5);
        assertThat(pipeline.stored.events()).isEqualTo(50);
        pipeline.stopWriters();
        skipToBeginningOfNewTopic();
        pipeline.writer();
        pipeline.awaitAllStored();
    }

    /** What {@code progress skip} writes. */
    private void skipToBeginningOfNewTopic() throws Exception {
        String topic = pipeline.kafka.topics().events();
        var id = Await.until(
                "the topic's id",
                () -> KAFKA.admin().describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                        .findFirst()
                        .orElseThrow()
                        .topicId(),
                found -> true);
        for (int partition = 0; partition < 2; partition++) {
            pipeline.stored.execute(
                    "INSERT INTO writer_progress (topic, topic_id, partition, next_offset, claim) VALUES (?, ?, ?, 0, ?)",
                    topic,
                    new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()),
                    partition,
                    ProgressRow.BY_OPERATOR);
        }
    }

    private void awaitStopped(RunningWriter writer, String why) {
        Await.until(
                "partition 0 to be stopped",
                () -> writer.state().stopped().getOrDefault(pipeline.events(0), ""),
                text -> text.contains(why));
        assertThat(writer.alive()).isTrue();
    }
}
