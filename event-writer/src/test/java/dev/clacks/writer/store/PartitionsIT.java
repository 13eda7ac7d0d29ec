package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import dev.clacks.writer.store.Outcome.Stored;
import dev.clacks.writer.store.Outcome.Unavailable;
import dev.clacks.writer.store.SqlFault.Kind;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Missing partitions are made on demand, whatever else happens to partitions meanwhile. */
class PartitionsIT {

    private static final Instant NOON = Instant.parse("2026-10-05T12:00:00Z");

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
    void eventsOfManyDaysFindTheirPartitions() throws Exception {
        List<TestEvent> events = rig.events.next(40);
        for (int day = 0; day < 40; day++) {
            events.set(day, events.get(day).withTimestamp(NOON.minusSeconds(86_400L * day)));
        }

        assertThat(rig.write(0, events)).isInstanceOf(Stored.class);

        assertThat(rig.stored.number("SELECT count(DISTINCT tableoid) FROM events"))
                .isEqualTo(40);
    }

    @Test
    void aPartitionTakenAwayBehindTheWritersBackIsMadeAgain() throws Exception {
        rig.write(0, List.of(rig.events.next().withTimestamp(NOON)));
        String leaf = leaf();
        rig.stored.execute("ALTER TABLE events_r90 DETACH PARTITION " + leaf);

        assertThat(rig.write(1, List.of(rig.events.next().withTimestamp(NOON)))).isInstanceOf(Stored.class);

        assertThat(leaf()).isNotEqualTo(leaf);
    }

    @Test
    void whileADetachIsPendingItsDayWaitsAndOtherDaysGoOn() throws Exception {
        rig.write(0, List.of(rig.events.next().withTimestamp(NOON)));
        String leaf = leaf();
        try (Connection reader = rig.stored.connect();
                Statement reading = reader.createStatement()) {
            reader.setAutoCommit(false);
            reading.executeQuery("SELECT count(*) FROM events").close(); // holds up the detach
            var detach = CompletableFuture.runAsync(() -> {
                try {
                    rig.stored.execute("ALTER TABLE events_r90 DETACH PARTITION " + leaf + " CONCURRENTLY");
                } catch (java.sql.SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            Await.untilTrue(
                    "the detach to be pending",
                    () -> rig.stored.number("SELECT count(*) FROM partition_leaves WHERE detach_pending") == 1);

            List<TestEvent> ofThatDay = List.of(rig.events.next().withTimestamp(NOON.plusSeconds(1)));
            assertThat(rig.write(1, ofThatDay))
                    .isInstanceOfSatisfying(
                            Unavailable.class, waits -> assertThat(waits.kind()).isEqualTo(Kind.BUSY));
            assertThat(rig.write(1, List.of(rig.events.next().withTimestamp(NOON.plusSeconds(86_400)))))
                    .as("a day whose partition has to be made")
                    .isInstanceOf(Stored.class);

            reader.rollback();
            detach.get(3, TimeUnit.MINUTES);
            assertThat(rig.write(2, ofThatDay)).isInstanceOf(Stored.class);
            assertThat(rig.stored.failed()).isZero();
        }
    }

    @Test
    void aDayOfReceiptWithoutAPartitionGetsOne() throws Exception {
        TestEvent refused = rig.events.next().withType("raise:22P02");
        rig.raiseOnDemand();

        assertThat(rig.write(0, List.of(refused))).isInstanceOf(Stored.class);

        assertThat(rig.stored.failed()).isEqualTo(1);
    }

    private String leaf() throws Exception {
        return rig.stored
                .texts("SELECT leaf FROM partition_leaves WHERE days = 90 AND day = ?::date", "2026-10-05")
                .getFirst();
    }
}
