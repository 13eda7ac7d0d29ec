package dev.clacks.archiver.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.archiver.ArchiverSetup;
import dev.clacks.archiver.EventTables;
import dev.clacks.archiver.format.ArchiveFormat;
import dev.clacks.archiver.run.ArchiveSession;
import dev.clacks.testkit.junit.ObjectStoreExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A2, A3, A4: an archiver may die at any of its steps; the next pass ends with everything in one place, once. */
class KilledAnywhereIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @RegisterExtension
    static final ObjectStoreExtension S3 = new ObjectStoreExtension();

    private static final PrintStream OUT = System.out;
    private static final LocalDate FIRST_DAY = LocalDate.parse("2025-06-01");

    private final ArchiverSetup setup =
            ArchiverSetup.on(POSTGRES.newDatabase(), S3).with(ArchiveFormat.CSV_GZ, 9);
    private final EventTables tables = setup.tables();

    /**
     * Each death has a day of its own, whose first part is archived already: the second holds copies of it, erased rows, rows
     * that Kafka still holds, and new ones for two objects.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_next_pass_finishes_what_was_begun(boolean after) throws Exception {
        tables.execute(
                "INSERT INTO tombstones (org_id, app_id, received_before) VALUES ('org_0', 'app_2', '2026-06-01')");
        int step = 0;
        boolean killed = true;
        while (killed) {
            LocalDate day = FIRST_DAY.plusDays(step);
            step++;
            long countedBefore = tables.counted();
            List<UUID> first = EventTables.ids(6);
            tables.write(day, 30, first, EventTables.TOPIC, 0, 100);
            assertThat(setup.pass().failures()).isEmpty();
            var second = new ArrayList<>(first);
            second.addAll(EventTables.ids(14));
            List<UUID> all = List.copyOf(second);
            tables.write(day, 30, all.subList(0, 17), EventTables.TOPIC, 0, 200);
            setup.kafka().holdsFrom(EventTables.TOPIC, 1, 5_017);
            setup.kafka().whenAsked(() -> lateRows(day, all));

            List<String> steps = pass(step, after);
            killed = steps.size() == step;
            String where = "step %d, %s: %s".formatted(step, after ? "after" : "before", steps.getLast());

            recover(where);
            setup.kafka().holdsFrom(EventTables.TOPIC, 1, 6_000);
            recover(where);

            assertThat(tables.runStates()).as(where).containsOnly("done");
            assertThat(tables.leafTables()).as(where).isZero();
            assertThat(idsOf(day)).as(where).containsExactlyInAnyOrderElementsOf(notErased(all));
            assertThat(tables.counted() - countedBefore)
                    .as(where)
                    .isEqualTo(notErased(all).size());
            assertThat(setup.archive().bucketKeys())
                    .as(where)
                    .containsExactlyInAnyOrderElementsOf(setup.archive().keys());
        }
        OUT.printf("killed %s each of %d steps%n", after ? "after" : "before", step - 1);
        assertThat(step).as("deaths").isGreaterThan(40);
    }

    private void recover(String where) throws Exception {
        PassResult result = setup.pass();

        assertThat(result.locked()).as(where).isFalse();
        assertThat(result.failures()).as(where).isEmpty();
    }

    /** Once, between the first look at Kafka that an archiver lives to see and the detach. */
    private void lateRows(LocalDate day, List<UUID> all) {
        setup.kafka().whenAsked(() -> {});
        try {
            tables.write(day, 30, all, EventTables.TOPIC, 1, 5_000);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> pass(int step, boolean after) throws Exception {
        try (ArchiveSession session = ArchiveSession.open(setup.databaseUrl())) {
            Await.untilTrue("the lock of the pass before", session::tryLock);
            var death = new Death(step, after, session.connection());
            try {
                new ArchivePass(setup.with(death.store(setup.store())).parts(), death.connection()).run();
            } catch (Death.KilledError e) {
                // As wished.
            }
            return death.steps();
        }
    }

    private List<UUID> idsOf(LocalDate day) throws Exception {
        var ids = new ArrayList<UUID>();
        for (String key : setup.archive().keys()) {
            if (key.contains("dt=" + day)) {
                setup.archive().rows(key).forEach(row -> ids.add(row.eventId()));
            }
        }
        return ids;
    }

    /** An event's organisation and application follow from its place, counted from 1. */
    private static List<UUID> notErased(List<UUID> all) {
        var rest = new ArrayList<UUID>();
        for (int n = 1; n <= all.size(); n++) {
            if (n % 2 != 0 || n % 3 != 2) {
                rest.add(all.get(n - 1));
            }
        }
        return rest;
    }
}
