package dev.clacks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a running writer of three consumers tells Prometheus and the probes, with all well and with PostgreSQL away. */
class MetricsIT {

    private static final int PARTITIONS = 3;

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;
    private WriterProcess writer;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, PARTITIONS, POSTGRES.newDatabase());
        writer = pipeline.process(Map.of("CLACKS_WRITE_CONSUMERS", "3"))
                .awaitReady()
                .awaitAssigned(2 * PARTITIONS);
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
        assertThat(writer.metric("writer_events_total{outcome=\"inserted\"}")).isEqualTo(40);
        assertThat(writer.metric("writer_events_total{outcome=\"duplicate\"}")).isEqualTo(20);
        assertThat(writer.metric("writer_events_total{outcome=\"failed\"}")).isEqualTo(2);
        assertThat(writer.metric("writer_failures_total{code=\"invalid_schema\"}"))
                .isEqualTo(2);
        assertThat(writer.metric("writer_end_to_end_seconds_count")).isPositive();
        assertThat(writer.metric("writer_tx_duration_seconds_count")).isPositive();
        assertThat(writer.metric("writer_batch_rows_count")).isPositive();
        awaitMetric("writer_consumer_lag_records", 0);
        awaitMetric("writer_oldest_uncommitted_seconds", 0);
        assertThat(writer.metric("writer_partition_stopped")).isZero();
        assertThat(writer.metric("writer_last_progress_timestamp_seconds")).isGreaterThanOrEqualTo(begun);
        assertThat(writer.metric("writer_last_poll_timestamp_seconds")).isGreaterThanOrEqualTo(begun);
    }

    @Test
    void whilePostgresqlIsAwayTheLagGrowsAndTheLoopLives() throws Exception {
        pipeline.publish(0, 20);
        pipeline.awaitAllStored();
        pipeline.proxy.refuse();

        pipeline.publish(0, 2_500); // more than is read ahead
        pipeline.publish(1, 10);

        awaitMetric("writer_consumer_lag_records", 2_510);
        Await.until(
                "the oldest to age", () -> writer.metric("writer_oldest_uncommitted_seconds"), seconds -> seconds > 2);
        Await.until("retries by kind", () -> writer.metric("writer_retries_total{kind=\"database\"}"), n -> n > 0);
        double week = 7 * 86_400;
        assertThat(writer.metric("writer_seconds_to_loss{partition=\"0\"")).isBetween(week - 600, week);
        assertThat(writer.ask("/health").status()).isEqualTo(200);
        assertThat(writer.ask("/ready").status()).isEqualTo(503);

        pipeline.proxy.accept();
        pipeline.awaitAllStored();
        awaitMetric("writer_consumer_lag_records", 0);
        assertThat(writer.ask("/metrics").text()).doesNotContain("writer_seconds_to_loss{");
        Await.untilEqual("readiness", 200, () -> writer.ask("/ready").status());
    }

    private void awaitMetric(String prefix, double value) {
        Await.untilEqual(prefix, value, () -> metric(prefix));
    }

    private double metric(String prefix) throws IOException {
        return writer.metric(prefix);
    }
}
