package dev.clacks.ingest.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.ApiDataSource;
import dev.clacks.ingest.usage.UsageReader.ApplicationUsage;
import dev.clacks.testkit.junit.PostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class UsageReaderIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final Month NOVEMBER = Month.of(Instant.parse("2026-11-15T12:00:00Z"));

    private final UsageReader reader = new UsageReader(ApiDataSource.of(POSTGRES.database()));

    /** Two hundred organisations with three months of hourly counts, folded and not, and one to look at. */
    @BeforeAll
    static void fill() throws SQLException {
        execute("""
                INSERT INTO event_counts (hour, events, received_on, folded, org_id, app_id, event_type)
                SELECT h, 1, (h AT TIME ZONE 'UTC')::date, true, 'org' || n, 'app' || n, 'type'
                FROM generate_series('2026-09-01 00:00Z'::timestamptz, '2026-11-30 00:00Z', '4 hours') h, generate_series(1, 200) n""");
        execute("INSERT INTO organizations (org_id, name) VALUES ('mine', 'Mine'), ('empty', 'Empty')");
        execute("INSERT INTO applications (app_id, org_id, name, environment) VALUES ('a', 'mine', 'A', 'production'),"
                + " ('b', 'mine', 'B', 'production'), ('c', 'mine', 'C', 'staging')");
        execute("""
                INSERT INTO event_counts (hour, events, received_on, folded, org_id, app_id, event_type) VALUES
                ('2026-11-01 00:00+00', 5, '2026-11-01', true, 'mine', 'a', 'x'),
                ('2026-08-01 00:00+00', 7, '2026-11-30', false, 'mine', 'a', 'x'),
                ('2026-08-01 00:00+00', -2, '2026-11-30', false, 'mine', 'a', 'x'),
                ('2026-11-01 00:00+00', 100, '2026-10-31', true, 'mine', 'a', 'x'),
                ('2026-11-30 00:00+00', 100, '2026-12-01', true, 'mine', 'a', 'x'),
                ('2026-11-02 00:00+00', 3, '2026-11-02', true, 'mine', 'c', 'x')""");
        execute("ANALYZE event_counts");
    }

    @Test
    void sumsWhatWasReceivedInTheMonthWhateverItsTimestamps() throws SQLException {
        assertThat(reader.ofApplications(List.of("a", "b", "c", "unknown"), NOVEMBER))
                .isEqualTo(Map.of("a", 10L, "c", 3L));
        assertThat(reader.ofApplications(List.of(), NOVEMBER)).isEmpty();
    }

    @Test
    void tellsAnOrganisationsApplicationsApart() throws SQLException {
        assertThat(reader.ofOrganisation("mine", NOVEMBER))
                .containsExactly(
                        new ApplicationUsage("a", false, 10),
                        new ApplicationUsage("b", false, 0),
                        new ApplicationUsage("c", true, 3));
        assertThat(reader.ofOrganisation("empty", NOVEMBER)).isEmpty();
    }

    @Test
    void readsOnlyTheMonthOfTheApplicationsThatItAsksFor() throws SQLException {
        String plan = explain("EXPLAIN "
                + UsageReader.OF_APPLICATIONS
                        .replaceFirst("\\?", "ARRAY['a', 'app1', 'app2']")
                        .replaceFirst("\\?", "'2026-11-01'")
                        .replaceFirst("\\?", "'2026-12-01'"));
        assertThat(plan).contains("event_counts_types_of_a_day_idx").doesNotContain("Seq Scan");
    }

    private static String explain(String sql) throws SQLException {
        var plan = new StringBuilder();
        try (Connection connection = POSTGRES.database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = POSTGRES.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
