package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.chunk.Row;
import dev.clacks.writer.chunk.TestRecords;
import dev.clacks.writer.store.Outcome.Broken;
import dev.clacks.writer.store.Outcome.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** W4: what PostgreSQL refuses is set aside, in the transaction that stores its neighbours. */
class RecordFaultsIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private StoreRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new StoreRig(POSTGRES.database());
        rig.empty();
        rig.raiseOnDemand();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "22003", "22021", "22P02", "22P05", "23502", "54000", "54001"})
    void theCulpritFailsAndItsNeighboursAreStored(String state) throws Exception {
        List<TestEvent> events = rig.events.next(500);
        TestEvent culprit = events.get(333).withType("raise:" + state);
        events.set(333, culprit);

        Outcome outcome = rig.write(0, events);

        assertThat(outcome).isEqualTo(new Stored(new Tally(499, 0, 0, Map.of("sqlstate_" + state, 1))));
        assertThat(rig.stored.events()).isEqualTo(499);
        assertThat(rig.counted()).isEqualTo(499);
        assertThat(rig.progress()).isEqualTo(500);
        assertThat(rig.stored.texts("""
                        SELECT concat_ws('|', kafka_offset, event_id, "timestamp" = to_timestamp(? / 1e6::numeric), org_id, app_id,
                          stage, code, raw = ?, raw_length, raw_sha256 = sha256(raw), state) FROM failed_events""", culprit.timestampMicros(), culprit.bytes()))
                .containsExactly("333|%s|t|org|app|writer|sqlstate_%s|t|%d|t|failed"
                        .formatted(culprit.eventId(), state, culprit.bytes().length));
    }

    @Test
    void w4TheCulpritIsSetAsideInTheTransactionThatStoresItsNeighboursOrNotAtAll() throws Exception {
        List<TestEvent> events = rig.events.next(20);
        events.set(7, events.get(7).withType("raise:22P02"));
        // What the transaction writes last, after the culprit.
        rig.stored.execute("REVOKE INSERT ON failure_groups FROM clacks_writer");
        try {
            assertThat(rig.write(0, events))
                    .isInstanceOfSatisfying(
                            Broken.class,
                            broken -> assertThat(broken.why()).contains("42501").contains("failure_groups"));

            assertThat(rig.stored.failed()).isZero();
            assertThat(rig.stored.number("SELECT count(*) FROM failed_counts")).isZero();
            assertThat(rig.stored.events()).isZero();
            assertThat(rig.progress()).isZero();
        } finally {
            rig.stored.execute("GRANT INSERT ON failure_groups TO clacks_writer");
        }

        assertThat(rig.write(0, events)).isEqualTo(new Stored(new Tally(19, 0, 0, Map.of("sqlstate_22P02", 1))));
        assertThat(rig.stored.failed()).isEqualTo(1);
    }

    @Test
    void aNulInAHeaderIsTheRecordsFault() throws Exception {
        EventRow other = rig.row(1, rig.events.next());
        var nulInApp = new EventRow(1, other.receivedAtMillis(), "org", "a\0pp", other.event(), other.raw());
        EventRow good = rig.row(2, rig.events.next());

        assertThat(rig.store.write(rig.chunkOf(List.of(rig.row(0, "o\0rg", rig.events.next()), nulInApp, good))))
                .isEqualTo(new Stored(new Tally(1, 0, 0, Map.of("sqlstate_22021", 2))));

        assertThat(rig.stored.texts("SELECT org_id || '|' || app_id FROM failed_events ORDER BY kafka_offset"))
                .containsExactly("o rg|app", "org|a pp");
    }

    @Test
    void aKeyTooLargeForItsIndexIsTheRecordsFault() throws Exception {
        var random = new Random(1);
        String id = random.ints(9_000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        Outcome outcome =
                rig.store.write(rig.chunkOf(List.of(rig.row(0, id, rig.events.next()), rig.row(1, rig.events.next()))));

        assertThat(outcome).isEqualTo(new Stored(new Tally(1, 0, 0, Map.of("sqlstate_54000", 1))));
    }

    @Test
    void idsAndTimesThatNoDoorWritesAreTheRecordsFault() throws Exception {
        var random = new Random(1);
        var headers = new HashMap<>(TestRecords.accepted());
        for (String name : List.of(EventHeaders.ORG_ID, EventHeaders.APP_ID)) {
            headers.put(
                    name,
                    random.ints(500, 0x4e00, 0x9fff)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString());
        }
        byte[] event = rig.events.next().bytes();
        long received = TestRecords.RECEIVED_AT.toEpochMilli();
        var decoder = new RecordDecoder(TestRecords.FAILED_TOPIC);
        List<Row> rows = Stream.of(
                        TestRecords.record(TestRecords.TOPIC, 0, received, null, event, headers),
                        TestRecords.record(TestRecords.TOPIC, 1, Long.MAX_VALUE, null, event, TestRecords.accepted()),
                        TestRecords.record(TestRecords.TOPIC, 2, -1, null, event, TestRecords.accepted()),
                        TestRecords.record(TestRecords.FAILED_TOPIC, 3, Long.MAX_VALUE, null, event, headers),
                        TestRecords.record(TestRecords.TOPIC, 4, received, null, event, TestRecords.accepted()))
                .map(decoder::decode)
                .toList();
        for (int time = 0; time < 2; time++) {
            assertThat(rig.store.write(rig.chunkOf(rows)))
                    .isEqualTo(new Stored(new Tally(
                            1 - time, time, 0, Map.of("missing_header", 1, "absurd_timestamp", 2, "unknown", 1))));
            assertThat(
                            rig.stored.texts(
                                    "SELECT concat_ws('|', kafka_offset, code, org_id, app_id) FROM failed_events ORDER BY kafka_offset"))
                    .containsExactly(
                            "0|missing_header",
                            "1|absurd_timestamp|org|app",
                            "2|absurd_timestamp|org|app",
                            "3|unknown");
            rig.claim(0);
        }
        assertThat(rig.stored.number(
                        "SELECT count(*) FROM writer_progress WHERE topic_id = ? AND received_at = ?::timestamptz",
                        rig.owned.source().topicId(),
                        TestRecords.RECEIVED_AT.toString()))
                .isEqualTo(1);
    }

    @Test
    void aCheckThatIsViolatedIsTheRecordsFaultThoughAMissingPartitionHasTheSameState() throws Exception {
        rig.stored.execute("ALTER TABLE events ADD CONSTRAINT no_poison CHECK (event_type <> 'poison')");
        try {
            List<TestEvent> events = rig.events.next(10);
            events.set(4, events.get(4).withType("poison"));

            rig.write(0, events);

            assertThat(rig.stored.texts("SELECT code || ' ' || field || ' ' || message FROM failed_events"))
                    .containsExactly(
                            "sqlstate_23514 no_poison PostgreSQL refused the row: SQLSTATE 23514, constraint no_poison");
            assertThat(rig.stored.events()).isEqualTo(9);
        } finally {
            rig.stored.execute("ALTER TABLE events DROP CONSTRAINT no_poison");
        }
    }

    @Test
    void manyCulpritsAreFoundAmongCopiesAndGoodEvents() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        var random = new Random(seed);
        List<TestEvent> old = rig.events.next(100);
        rig.write(0, old);
        var rows = new ArrayList<Row>();
        int bad = 0;
        int copies = 0;
        for (int i = 0; i < 400; i++) {
            TestEvent event = rig.events.next();
            switch (random.nextInt(10)) {
                case 0 -> {
                    event = event.withType("raise:22P02");
                    bad++;
                }
                case 1 -> {
                    event = old.get(i % 100);
                    copies++;
                }
                default -> {}
            }
            rows.add(rig.row(100 + i, event));
        }

        Outcome outcome = rig.store.write(rig.chunkOf(rows));

        // An old event that came twice is one copy in the chunk and one in the table.
        assertThat(outcome)
                .as("seed %d", seed)
                .isEqualTo(new Stored(
                        new Tally(400 - bad - copies, copies, 0, bad == 0 ? Map.of() : Map.of("sqlstate_22P02", bad))));
        assertThat(rig.stored.failed()).isEqualTo(bad);
        assertThat(rig.counted()).isEqualTo(rig.stored.events());
    }

    @Test
    void whenEveryEventIsRefusedAllOfThemFail() throws Exception {
        rig.write(
                0,
                rig.events.next(64).stream()
                        .map(event -> event.withType("raise:22P02"))
                        .toList());

        assertThat(rig.stored.failed()).isEqualTo(64);
        assertThat(rig.counted()).isZero();
        assertThat(rig.progress()).isEqualTo(64);
    }
}
