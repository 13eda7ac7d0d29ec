package dev.clacks.archiver.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.archiver.ArchiverSetup;
import dev.clacks.archiver.EventTables;
import dev.clacks.archiver.FaultyStore;
import dev.clacks.archiver.format.ArchiveFormat;
import dev.clacks.archiver.store.ObjectStoreException;
import dev.clacks.testkit.junit.ObjectStoreExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import io.dropwizard.util.Duration;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes for a day that is in the archive already, and what was erased. */
class LateCopiesIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @RegisterExtension
    static final ObjectStoreExtension S3 = new ObjectStoreExtension();

    private static final LocalDate DAY = LocalDate.parse("2026-03-01");

    private final ArchiverSetup setup = ArchiverSetup.on(POSTGRES.newDatabase(), S3);
    private final EventTables tables = setup.tables();

    /** A4. The list of the second writing begins with the first's, so those are the same events. */
    @ParameterizedTest
    @EnumSource(ArchiveFormat.class)
    void copies_of_archived_events_are_dropped_and_new_ones_form_the_next_part(ArchiveFormat format) throws Exception {
        var archiver = setup.with(format, 40);
        List<UUID> first = tables.write(DAY, 30, 100);
        archiver.pass();
        var second = new ArrayList<>(first);
        second.addAll(EventTables.ids(7));
        assertThat(tables.write(DAY, 30, second, EventTables.TOPIC, 1, 5_000)).isEqualTo(107);
        assertThat(tables.counted()).isEqualTo(207);

        PassResult result = archiver.pass();

        assertThat(result.failures()).isEmpty();
        assertThat(result.totals().copies()).isEqualTo(100);
        assertThat(archiver.archive().ids()).containsExactlyInAnyOrderElementsOf(second);
        assertThat(tables.counted()).isEqualTo(107);
        assertThat(tables.number("SELECT copies_dropped FROM archive_runs WHERE part = 2"))
                .isEqualTo(100);
    }

    @Test
    void a_part_of_nothing_but_copies_leaves_no_object() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 50);
        setup.pass();
        List<String> keys = setup.store().list("");
        tables.write(DAY, 30, ids, EventTables.TOPIC, 0, 9_000);

        PassResult result = setup.pass();

        assertThat(result.totals().rows()).isZero();
        assertThat(setup.store().list("")).isEqualTo(keys);
        assertThat(tables.counted()).isEqualTo(50);
        assertThat(tables.leafTables()).isZero();
    }

    @Test
    void the_count_of_a_copy_is_taken_from_where_it_was_counted() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 8);
        setup.pass();
        tables.execute("DELETE FROM event_counts");
        tables.write(DAY, 30, ids, EventTables.TOPIC, 0, 9_000);
        // The day had too many types when the copies of type_3 came.
        tables.execute("UPDATE event_counts SET event_type = '(other)' WHERE event_type = 'type_3'");

        setup.pass();

        assertThat(tables.texts("SELECT event_type || sum(events) FROM event_counts GROUP BY event_type ORDER BY 1"))
                .containsExactly("(other)0", "type_00", "type_10", "type_20");
    }

    /** A4: a part that is still on its way may hold the originals. */
    @Test
    void a_later_part_is_not_begun_while_an_earlier_one_is_on_its_way() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 30);
        var away = setup.with(new FaultyStore(setup.store()) {
            @Override
            public void fetch(String key, java.nio.file.Path into) {
                throw new ObjectStoreException("the bucket went away", null);
            }
        });
        assertThat(away.pass().failures()).hasSize(1);
        tables.write(DAY, 30, ids, EventTables.TOPIC, 0, 9_000);

        away.pass();

        assertThat(tables.runStates()).containsExactly("uploading");
        assertThat(tables.stored()).hasSize(30);

        setup.pass();

        assertThat(tables.runStates()).containsExactly("done", "done");
        assertThat(setup.archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(tables.counted()).isEqualTo(30);
    }

    /** A4: the same while nothing is wrong but that somebody reads the detached table. */
    @Test
    void a_later_part_waits_while_a_reader_keeps_the_earlier_one_from_being_dropped() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 30);
        String leaf = tables.texts("SELECT leaf FROM partition_leaves WHERE days = 30")
                .getFirst();
        try (Connection reader = setup.database().connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            var impatient = setup.withLockTimeout(Duration.seconds(5));
            var verified = impatient.with(new FaultyStore(setup.store()) {
                @Override
                public void put(String key, java.nio.file.Path file, String contentType) {
                    read(statement, leaf);
                    super.put(key, file, contentType);
                }
            });
            PassResult first = verified.pass();
            assertThat(first.failures()).isEmpty();
            assertThat(first.waiting()).singleElement().asString().contains("in use");
            tables.write(DAY, 30, ids, EventTables.TOPIC, 0, 9_000);

            PassResult second = impatient.pass();

            assertThat(second.waiting()).hasSize(2).anyMatch(line -> line.contains("part 1 of the day is verified"));
            assertThat(tables.runStates()).containsExactly("verified");
            reader.rollback();
        }

        setup.pass();

        assertThat(tables.runStates()).containsExactly("done", "done");
        assertThat(setup.archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(tables.counted()).isEqualTo(30);
    }

    private static void read(Statement statement, String table) {
        try {
            statement.execute("SELECT count(*) FROM " + table);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** W7 as far as the archive is concerned. */
    @Test
    void erased_rows_do_not_reach_the_archive_and_are_not_counted() throws Exception {
        tables.write(DAY, 30, 60);
        tables.execute(
                "INSERT INTO tombstones (org_id, app_id, user_id, received_before) VALUES ('org_1', 'app_1', 'client_2', '2026-06-01')");
        tables.execute(
                "INSERT INTO tombstones (org_id, app_id, received_before) VALUES ('org_0', 'app_2', '2026-06-01')");
        tables.execute(
                "INSERT INTO tombstones (org_id, app_id, received_before) VALUES ('org_0', 'app_0', '2026-01-01')");
        long erased = tables.number(
                "SELECT count(*) FROM events WHERE org_id = 'org_1' AND app_id = 'app_1' AND user_id = 'client_2' OR org_id = 'org_0' AND app_id = 'app_2'");
        assertThat(erased).isBetween(2L, 58L);

        setup.pass();

        assertThat(setup.archive().rows())
                .hasSize((int) (60 - erased))
                .noneMatch(row -> row.orgId().equals("org_0") && row.appId().equals("app_2"))
                .anyMatch(row -> row.orgId().equals("org_0") && row.appId().equals("app_0"));
        assertThat(tables.counted()).isEqualTo(60 - erased);
    }
}
