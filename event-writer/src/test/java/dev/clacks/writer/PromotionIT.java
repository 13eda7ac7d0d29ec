package dev.clacks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W7, where a staging application becomes a production one while its events are on their way. */
class PromotionIT {

    private static final int STAGING = 600;
    private static final int PRODUCTION = 50;

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
    void w7WhatStagingReceivedGoesAndDoesNotComeBackWhenTheLogIsReadFromItsBeginning() throws Exception {
        pipeline.writer(RunningWriter.write(50, 20));
        for (int partition = 0; partition < 3; partition++) {
            pipeline.publish(partition, STAGING / 3);
            pipeline.door.publishRefused(partition, "{\"n\":1}".getBytes(UTF_8), "invalid_schema", "user_id");
        }
        Await.untilTrue("something to be stored", () -> pipeline.stored.events() > 0);
        Instant promotion = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);

        long tombstone = Long.parseLong(pipeline.stored
                .texts(
                        "INSERT INTO tombstones (org_id, app_id, received_before, reason)"
                                + " VALUES (?, ?, ?::timestamptz, 'promotion') RETURNING tombstone_id::text",
                        Door.ORG,
                        Door.APP,
                        promotion.toString())
                .getFirst());
        pipeline.door.publish(0, promotion, pipeline.events.next(PRODUCTION));
        Await.untilEqual(
                "the erasure",
                "done",
                () -> pipeline.stored
                        .texts("SELECT erase_tombstoned(?, 100)", tombstone)
                        .getFirst());
        Await.untilEqual("what production received", (long) PRODUCTION, pipeline.stored::events);
        Await.untilEqual(
                "all to be read",
                (long) STAGING + PRODUCTION + 3,
                () -> pipeline.stored.number("SELECT sum(next_offset) FROM writer_progress"));
        assertOnlyProductionIsLeft();
        for (int partition = 0; partition < 3; partition++) {
            pipeline.awaitCommitted(partition, pipeline.progress(partition));
        }
        pipeline.stopWriters();
        for (int partition = 0; partition < 3; partition++) {
            pipeline.rewindWithKafkasTools(partition, 0);
        }

        RunningWriter again = pipeline.writer();

        // More of them where partitions came and went before the offsets were committed: they are read once more then.
        Await.until("erased", () -> again.counter("writer_events", "outcome", "erased"), found -> found >= STAGING);
        Await.until(
                "copies", () -> again.counter("writer_events", "outcome", "duplicate"), found -> found >= PRODUCTION);
        assertOnlyProductionIsLeft();
    }

    private void assertOnlyProductionIsLeft() throws Exception {
        assertThat(pipeline.stored.events()).isEqualTo(PRODUCTION);
        assertThat(pipeline.stored.number("SELECT sum(events) FROM event_counts"))
                .isEqualTo(PRODUCTION);
        assertThat(pipeline.stored.failed()).isZero();
        assertThat(pipeline.stored.number("SELECT count(*) FROM failure_groups"))
                .isZero();
    }
}
