package dev.clacks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a running writer of three consumers tells Prometheus and the probes, with all well and with PostgreSQL away. */
class MetricsIT {

    private static final int PARTITIONS = 3;
    private static final int CONSUMERS = 3;

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;
    private WriterProcess writer;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, PARTITIONS, POSTGRES.newDatabase());
        writer = pipeline.process(Map.of("CLACKS_WRITE_CONSUMERS", Integer.toString(CONSUMERS)))
                .awaitReady()
                .awaitAssigned(2 * PARTITIONS);
        Await.untilEqual(
                "the consumers' partitions, once they have been shared out for good",
                Collections.nCopies(CONSUMERS, 2 * PARTITIONS / CONSUMERS),
                this::shares);
    }

    /** How many partitions each consumer has; empty while some are on their way from one to another. */
    private List<Integer> shares() throws Exception {
        var group = requireNonNull(KAFKA.admin()
                .describeConsumerGroups(List.of(pipeline.group))
                .all()
                .get()
                .get(pipeline.group));
        return group.groupState() != GroupState.STABLE
                ? List.of()
                : group.members().stream()
                        .map(member -> member.assignment().topicPartitions().size())
                        .toList();
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void everyMetricMoves() throws Exception {
        double begun = System.currentTimeMillis() / 1e3;
        List<TestEvent> events = pipeline.publish(0, 20);
        pipeline.publish(1, 20);
        pipeline.door.publish(2, events);
        pipeline.door.publishRaw(
                0, "no event".getBytes(UTF_8), Door.headers(Door.ORG, Door.APP).toArray(new Header[0]));
        pipeline.door.publishRefused(1, "{}".getBytes(UTF_8), "invalid_schema", "user_id");
        pipeline.awaitAllStored();
        awaitMetric("writer_records_total{topic=\"" + pipeline.kafka.topics().events() + "\"}", 61);

        assertThat(writer.ask("/ready").text()).contains("group-0", "group-1", "group-2");
        awaitMetric("writer_records_total{topic=\"" + pipeline.kafka.topics().failed() + "\"}", 1);
        awaitMetric("writer_events_total{outcome=\"inserted\"}", 40);
        awaitMetric("writer_events_total{outcome=\"duplicate\"}", 20);
        awaitMetric("writer_events_total{outcome=\"failed\"}", 2);
        awaitMetric("writer_failures_total{code=\"invalid_schema\"}", 2);
        awaitMetric("writer_end_to_end_seconds_count", chunks -> chunks > 0);
        awaitMetric("writer_tx_duration_seconds_count", attempts -> attempts > 0);
        awaitMetric("writer_batch_rows_count", chunks -> chunks > 0);
        awaitMetric("writer_consumer_lag_records", 0);
        awaitMetric("writer_oldest_uncommitted_seconds", 0);
        assertThat(writer.metric("writer_partition_stopped")).isZero();
        assertThat(writer.ask("/metrics").text()).contains("writer_partition_hindered{");
        assertThat(writer.metric("writer_partition_hindered")).isZero();
        awaitMetric("writer_last_progress_timestamp_seconds", time -> time >= begun);
        awaitMetric("writer_last_poll_timestamp_seconds", time -> time >= begun);
    }

    @Test
    void whilePostgresqlIsAwayTheLagGrowsAndTheLoopLives() throws Exception {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            pipeline.publish(partition, 20);
        }
        pipeline.awaitAllStored();
        pipeline.proxy.refuse();

        pipeline.publish(0, 2_500); // more than is read ahead
        pipeline.publish(1, 10);

        awaitMetric("writer_consumer_lag_records", 2_510);
        awaitMetric("writer_oldest_uncommitted_seconds", seconds -> seconds > 2);
        awaitMetric("writer_retries_total{kind=\"database\"}", retries -> retries > 0);
        double week = 7 * 86_400;
        awaitMetric("writer_seconds_to_loss{partition=\"0\"", left -> left > week - 600 && left <= week);
        assertThat(writer.ask("/health").status()).isEqualTo(200);
        Await.untilEqual("readiness", 503, () -> writer.ask("/ready").status());

        pipeline.proxy.accept();
        pipeline.awaitAllStored();
        awaitMetric("writer_consumer_lag_records", 0);
        Await.until(
                "nothing to be in danger",
                () -> writer.ask("/metrics").text(),
                text -> text.contains("writer_consumer_lag_records{") && !text.contains("writer_seconds_to_loss{"));
        Await.untilEqual("readiness", 200, () -> writer.ask("/ready").status());
    }

    private void awaitMetric(String prefix, double value) {
        Await.untilEqual(prefix, value, () -> writer.metric(prefix));
    }

    private void awaitMetric(String prefix, Predicate<Double> expected) {
        Await.until(prefix, () -> writer.metric(prefix), expected);
    }
}
