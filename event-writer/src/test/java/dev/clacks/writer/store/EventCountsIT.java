package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.PostgresExtension;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Counts are exact, by type, hour of the event and day of receipt; types are bounded. */
class EventCountsIT {

    private static final String DISTINCT = "SELECT count(DISTINCT event_type) FROM event_counts WHERE app_id = 'app'";
    private static final String OTHER =
            "SELECT coalesce(sum(events), 0) FROM event_counts WHERE event_type = '" + TypeCap.OTHER + "'";

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
    void theHourIsTheEventsAndTheDayIsTheReceipts() throws Exception {
        TestEvent event = rig.events.next().withType("login");

        rig.write(
                0,
                List.of(
                        event.withTimestamp(Instant.parse("2026-11-20T23:59:59.999999Z")),
                        event.withTimestamp(Instant.parse("2026-11-20T23:00:00Z")),
                        event.withTimestamp(Instant.parse("2026-11-21T00:00:00Z"))));

        assertThat(rig.stored.texts("SELECT concat_ws('|', org_id, app_id, event_type, hour, received_on, events)"
                        + " FROM event_counts ORDER BY hour"))
                .containsExactly(
                        "org|app|login|2026-11-20 23:00:00+00|2026-11-25|2",
                        "org|app|login|2026-11-21 00:00:00+00|2026-11-25|1");
    }

    @Test
    void aThousandTypesADayAreCountedByNameAndTheRestTogether() throws Exception {
        rig.write(0, types(0, 600));
        rig.write(600, types(600, 1_200));
        rig.write(1_200, types(0, 100));

        assertThat(rig.stored.number(DISTINCT)).isEqualTo(TypeCap.MOST + 1);
        assertThat(rig.stored.number(OTHER)).isEqualTo(200);
        assertThat(rig.counted()).isEqualTo(1_300);
    }

    /** Else somebody who invents types would make the table grow as events does, and reading his types slower and slower. */
    @Test
    void thoseCountedTogetherAreOneRowOfAChunk() throws Exception {
        rig.write(0, types(0, 1_000));
        rig.write(1_000, types(1_000, 1_300));
        rig.write(1_300, types(1_300, 1_500));

        assertThat(rig.stored.texts(
                        "SELECT events::text FROM event_counts WHERE event_type = '(other)' ORDER BY events"))
                .containsExactly("200", "300");
    }

    @Test
    void theBoundHoldsForTwoWritersTogether() throws Exception {
        try (var second = new StoreRig(POSTGRES.database())) {
            rig.write(0, types(0, 700));
            second.write(0, types(700, 1_100));
            rig.write(700, types(1_100, 1_101));

            assertThat(rig.stored.number(DISTINCT)).isEqualTo(TypeCap.MOST + 1);
            assertThat(rig.stored.number(OTHER)).isEqualTo(101);
        }
    }

    @Test
    void aTypeOfATransactionThatWasRolledBackDoesNotCount() throws Exception {
        rig.raiseOnDemand();
        List<TestEvent> events = types(0, 999);
        rig.write(0, events);
        List<TestEvent> broken =
                List.of(rig.events.next().withType("new"), rig.events.next().withType("raise:42501"));
        rig.write(999, broken);

        rig.write(999, types(999, 1_000));

        assertThat(rig.stored.texts("SELECT event_type FROM event_counts WHERE event_type IN ('new', 'type999')"))
                .containsExactly("type999");
        assertThat(rig.stored.number(OTHER)).isZero();
    }

    @Test
    void typesThatADatabaseLostWithItsLastCommitsDoNotCount() throws Exception {
        rig.write(0, types(0, 1_000));
        rig.stored.execute("DELETE FROM event_counts");
        rig.session.discard();

        rig.write(1_000, types(1_000, 1_100));

        assertThat(rig.stored.number(DISTINCT)).isEqualTo(100);
        assertThat(rig.stored.number(OTHER)).isZero();
    }

    private List<TestEvent> types(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> rig.events.next().withType("type" + i))
                .toList();
    }
}
