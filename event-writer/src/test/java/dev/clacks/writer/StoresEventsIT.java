package dev.clacks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.common.time.SteadyClock;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import dev.clacks.writer.consume.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the topics into the tables, while nothing is broken. */
class StoresEventsIT {

    private static final Header[] ACCEPTED = Door.headers(Door.ORG, Door.APP).toArray(new Header[0]);

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, 3, POSTGRES.newDatabase());
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void whatTheDoorPublishesIsStoredOnceAndCounted() throws Exception {
        RunningWriter writer = pipeline.writer();
        for (int partition = 0; partition < 3; partition++) {
            pipeline.publish(partition, 700);
        }

        pipeline.awaitAllStored();

        assertThat(pipeline.progress(2)).isEqualTo(700);
        pipeline.awaitCommitted(2, 700);
        String topic = pipeline.kafka.topics().events();
        Await.untilEqual("records", 2_100.0, () -> writer.counter("writer_records", "topic", topic));
        Await.untilEqual("events", 2_100.0, () -> writer.counter("writer_events", "outcome", "inserted"));
        assertThat(writer.alive()).isTrue();
        Await.untilTrue("membership", () -> writer.state().joined());
    }

    @Test
    void aWallClockThatIsSetBackByAnHourHoldsNothingUp() throws Exception {
        var behind = new AtomicReference<>(Duration.ZERO);
        RunningWriter writer = pipeline.writer(new Clocks(() -> Instant.now().minus(behind.get()), new SteadyClock()));
        pipeline.publish(0, 10);
        pipeline.awaitCommitted(0, 10);

        behind.set(Duration.ofHours(1));
        Instant answered = writer.state().kafkaAnswered();
        pipeline.publish(0, 10);

        pipeline.awaitAllStored();
        pipeline.awaitCommitted(0, 20);
        Await.until("Kafka to be asked again", () -> writer.state().kafkaAnswered(), since -> since.isAfter(answered));
        assertThat(writer.alive()).isTrue();
    }

    @Test
    void anIdleSystemShowsAnEventSoonAndKnowsThatItHasCaughtUp() throws Exception {
        RunningWriter writer = pipeline.writer();
        Await.untilEqual("assigned partitions", 6.0, () -> writer.gauge("writer_partition_assigned"));
        for (int i = 0; i < 5; i++) {
            pipeline.publish(0, 1);
            Await.untilEqual("the event", i + 1L, pipeline.stored::events);
        }

        Await.untilEqual("records behind", 0.0, () -> writer.gauge("writer_consumer_lag_records"));
        Await.untilTrue(
                "every partition to be caught up with a later moment",
                () -> pipeline.stored.number("SELECT count(*) FROM writer_progress"
                                + " WHERE caught_up_at > (SELECT max(received_at) FROM events)")
                        == 6);
    }

    @Test
    void w3WhatTheDoorRefusedIsKeptOnceHoweverOftenItIsRead() throws Exception {
        pipeline.writer();
        for (int i = 0; i < 30; i++) {
            pipeline.door.publishRefused(i % 3, "{\"n\":1}".getBytes(UTF_8), "invalid_schema", "user_id");
        }
        Await.untilEqual("failed events", 30L, pipeline.stored::failed);

        pipeline.stored.execute("UPDATE writer_progress SET next_offset = 0");
        Await.until(
                "progress to be at the end again",
                () -> pipeline.stored.number("SELECT sum(next_offset) FROM writer_progress"),
                sum -> sum == 30);

        assertThat(pipeline.stored.failed()).isEqualTo(30);
        assertThat(pipeline.stored.texts("SELECT count || ' ' || stage || ' ' || code FROM failure_groups"))
                .containsExactly("30 door invalid_schema");
    }

    @Test
    void w4ARecordThatNobodyCanReadFailsAndItsNeighboursAreStored() throws Exception {
        RunningWriter writer = pipeline.writer();
        pipeline.publish(0, 10);
        pipeline.door.publishRaw(0, "no event".getBytes(UTF_8), ACCEPTED);
        pipeline.door.publishRaw(0, null, ACCEPTED);
        pipeline.door.publishRaw(0, pipeline.events.next().bytes());
        pipeline.door.publishRaw(
                0, pipeline.events.next().bytes(), ACCEPTED[0], ACCEPTED[1], Door.header(EventHeaders.VERSION, "99"));
        pipeline.publish(0, 10);

        pipeline.awaitAllStored();

        Await.untilEqual(
                "failures by code",
                List.of("invalid_schema", "empty_record", "missing_header", "unsupported_format"),
                () -> pipeline.stored.texts("SELECT code FROM failed_events ORDER BY kafka_offset"));
        Await.untilEqual("failures", 4.0, () -> writer.counter("writer_events", "outcome", "failed"));
        assertThat(writer.state().stopped()).isEmpty();
    }

    @Test
    void w7WhatWasErasedIsSkippedAndCounted() throws Exception {
        pipeline.stored.execute(
                "INSERT INTO tombstones (org_id, app_id, received_before) VALUES (?, ?, now() + interval '1 hour')",
                Door.ORG,
                Door.APP);
        RunningWriter writer = pipeline.writer();
        pipeline.publish(1, 25);

        Await.untilEqual("erased events", 25.0, () -> writer.counter("writer_events", "outcome", "erased"));

        assertThat(pipeline.stored.events()).isZero();
        assertThat(pipeline.progress(1)).isEqualTo(25);
    }
}
