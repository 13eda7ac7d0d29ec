package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.store.Outcome.Fenced;
import dev.clacks.writer.store.Outcome.Stored;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One chunk, one transaction: W1, W2 and W3 on a real server. */
class ChunkStoreIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private StoreRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new StoreRig(POSTGRES.database());
        rig.empty();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void everyColumnHoldsWhatTheClientSent() throws Exception {
        TestEvent event = rig.events.next().withExtra("\"trace\":{\"id\":7}");

        assertThat(rig.write(0, List.of(event))).isEqualTo(stored(1, 0));

        assertThat(rig.stored.texts("""
                        SELECT concat_ws('|', event_id, "timestamp", user_id, session_id, event_type, event_category,
                          service_name, service_version, service_language, service_language_version, os, os_version,
                          arch, ci, shell, sdk_version, schema_version, event_data = ?::jsonb, extra->'trace'->'id',
                          extra->'metadata'->>'retry_count', org_id, app_id, received_at, kafka_topic_id = ?,
                          kafka_partition, kafka_offset, retention_days) FROM events""", event.data(), rig.owned.source().topicId()))
                .containsExactly(rig.stored
                        .texts(
                                """
                                SELECT concat_ws('|', ?, to_timestamp(? / 1e6::numeric), ?, ?, ?, ?, 'my-cli', '1.2.0', 'rust',
                                  '1.75.0', 'linux', 'x86_64', 'f', 'bash', 'telemetry-kit-rust/0.3.0', '1.0.0', 't', 7, 0,
                                  'org', 'app', '2026-11-25 10:00:00.123+00'::timestamptz, 't', 3, 0, 90)""",
                                event.eventId(),
                                event.timestampMicros(),
                                event.userId(),
                                event.sessionId(),
                                event.type(),
                                event.category())
                        .getFirst());
    }

    @Test
    void w1RowsCountsAndProgressAreCommittedTogetherOrNotAtAll() throws Exception {
        rig.stored.execute("REVOKE INSERT ON event_counts FROM clacks_writer");
        try {
            assertThat(rig.write(0, rig.events.next(20))).isInstanceOf(Outcome.Broken.class);

            assertThat(rig.stored.events()).isZero();
            assertThat(rig.progress()).isZero();
        } finally {
            rig.stored.execute("GRANT INSERT ON event_counts TO clacks_writer");
        }

        assertThat(rig.write(0, rig.events.next(20))).isEqualTo(stored(20, 0));
        assertThat(rig.progress()).isEqualTo(20);
        assertThat(rig.counted()).isEqualTo(20);
    }

    @Test
    void w2WhoeverHoldsAnotherClaimWritesNothing() throws Exception {
        Chunk mine = rig.chunk(0, rig.events.next(5));
        var zombie = new Owned(rig.owned.source(), UUID.randomUUID());

        assertThat(rig.store.write(new Chunk(zombie, 0, 5, 5, mine.rows(), false, null)))
                .isEqualTo(new Fenced());

        assertThat(rig.stored.events()).isZero();
        assertThat(rig.progress()).isZero();
    }

    @Test
    void w2AChunkThatDoesNotBeginWhereProgressStandsWritesNothing() throws Exception {
        assertThat(rig.write(3, rig.events.next(5))).isEqualTo(new Fenced());
        rig.rewind(100);
        assertThat(rig.write(3, rig.events.next(5))).isEqualTo(new Fenced());

        assertThat(rig.stored.events()).isZero();
    }

    @Test
    void aChunkWhoseCommitWasNotAnsweredIsFoundStored() throws Exception {
        Chunk chunk = rig.chunk(0, rig.events.next(5));
        rig.store.write(chunk);

        assertThat(rig.store.write(chunk)).isEqualTo(stored(0, 0));

        assertThat(rig.stored.events()).isEqualTo(5);
        assertThat(rig.counted()).isEqualTo(5);
    }

    @Test
    void w3RecordsReadAgainChangeNothing() throws Exception {
        List<TestEvent> events = rig.events.next(200);
        rig.write(0, events);
        rig.rewind(0);

        assertThat(rig.write(0, events)).isEqualTo(stored(0, 200));

        assertThat(rig.stored.events()).isEqualTo(200);
        assertThat(rig.counted()).isEqualTo(200);
        assertThat(rig.progress()).isEqualTo(200);
    }

    @Test
    void w3CopiesWithinAndAcrossChunksCountOnce() throws Exception {
        List<TestEvent> old = rig.events.next(50);
        rig.write(0, old);
        var mixed = new ArrayList<>(rig.events.next(50));
        mixed.addAll(mixed.subList(0, 20));
        mixed.addAll(old.subList(0, 30));
        Collections.shuffle(mixed);

        assertThat(rig.write(50, mixed)).isEqualTo(stored(50, 50));

        assertThat(rig.stored.events()).isEqualTo(100);
        assertThat(rig.counted()).isEqualTo(100);
    }

    @Test
    void theSameIdAtAnotherTimeOrOfAnotherApplicationIsAnotherEvent() throws Exception {
        TestEvent event = rig.events.next();
        TestEvent later = event.withTimestamp(event.timestamp().plusMillis(1));

        assertThat(rig.write(0, List.of(event, later))).isEqualTo(stored(2, 0));
    }

    @Test
    void anEventGoesToTheClassOfItsOrganisationAtItsOwnTime() throws Exception {
        rig.organisation("thrifty", "free");

        rig.store.write(rig.chunkOf(List.of(rig.row(0, "thrifty", rig.events.next()))));

        assertThat(rig.stored.texts("SELECT retention_days || ' ' || retention_of(org_id, \"timestamp\") FROM events"))
                .containsExactly("30 30");
    }

    @Test
    void anOrganisationMadeAMomentAgoIsKnown() throws Exception {
        rig.write(0, rig.events.next(1));
        rig.organisation("late", "business");

        rig.store.write(rig.chunkOf(List.of(rig.row(1, "late", rig.events.next()))));

        assertThat(rig.stored.number("SELECT retention_days FROM events WHERE org_id = 'late'"))
                .isEqualTo(365);
    }

    @Test
    void progressRemembersWhatItNeedsToKnow() throws Exception {
        rig.write(0, rig.events.next(4));

        assertThat(rig.stored.texts(
                        "SELECT concat_ws('|', next_offset, leader_epoch, received_at, end_offset_seen, caught_up_at)"
                                + " FROM writer_progress WHERE topic_id = ?",
                        rig.owned.source().topicId()))
                .containsExactly("4|5|2026-11-25 10:00:00.123+00|4");
    }

    private static Outcome stored(int inserted, int duplicates) {
        return new Stored(new Tally(inserted, duplicates, 0, Map.of()));
    }
}
