package dev.clacks.archiver.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.archiver.EventTables;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W7, where whoever promoted an application died between the tombstone's commit and the removal of its rows. */
class ErasuresIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final LocalDate DAY = LocalDate.parse("2026-03-01");
    private static final String OF_THE_APPLICATION =
            "SELECT count(*) FROM events WHERE org_id = 'org_0' AND app_id = 'app_2'";

    private final EventTables tables = new EventTables(POSTGRES.newDatabase());

    @Test
    void what_was_begun_is_finished_with_the_archivers_own_rights() throws Exception {
        tables.write(DAY, 30, 6_000);
        tables.write(DAY.plusDays(1), 365, 6_000);
        long others = tables.stored().size() - tables.number(OF_THE_APPLICATION);
        tables.execute(
                "INSERT INTO tombstones (org_id, app_id, received_before, reason) VALUES ('org_0', 'app_2', now(), 'promotion')");
        tables.execute(
                "INSERT INTO tombstones (org_id, app_id, user_id, received_before) VALUES ('org_1', 'app_1', 'client_1', now())");
        tables.texts("SELECT erase_tombstoned(min(tombstone_id), 100) FROM tombstones");
        assertThat(tables.number(OF_THE_APPLICATION)).isEqualTo(1_900);

        try (Connection archiver = tables.database().connect(DatabaseRole.ARCHIVER)) {
            new Erasures(archiver).goOn();
        }

        assertThat(tables.number(OF_THE_APPLICATION)).isZero();
        assertThat(tables.stored()).hasSize((int) others);
        assertThat(tables.counted()).isEqualTo(others);
        assertThat(tables.number("SELECT erased_events FROM tombstones WHERE erased_at IS NOT NULL"))
                .isEqualTo(2_000);
    }

    @Test
    void what_a_transaction_may_still_bring_back_waits_for_the_next_time() throws Exception {
        tables.write(DAY, 30, 12);
        try (Connection archiver = tables.database().connect(DatabaseRole.ARCHIVER);
                Connection writer = tables.database().connect(DatabaseRole.WRITER);
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("SELECT FROM tombstones");
            tables.execute("INSERT INTO tombstones (org_id, app_id, received_before) VALUES ('org_0', 'app_2', now())");
            var erasures = new Erasures(archiver);

            erasures.goOn();
            assertThat(tables.number(OF_THE_APPLICATION)).isEqualTo(2);
            writer.commit();
            erasures.goOn();
        }

        assertThat(tables.number(OF_THE_APPLICATION)).isZero();
        assertThat(tables.counted()).isEqualTo(10);
    }
}
