package dev.clacks.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that may go wrong is done on purpose, and must be found. */
class LedgerIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @TempDir
    Path folder;

    private final List<TestEvent> events = new TestEvents(7, ManualClock.at("2026-11-24T12:00:00Z")).next(3);
    private final Ledger ledger = Ledger.inMemory();
    private Connection connection;
    private String leaf;

    @BeforeEach
    void threeEventsStored() throws SQLException {
        connection = POSTGRES.newDatabase().connect();
        leaf = text("SELECT ensure_event_partition(30, '2026-11-24')");
        for (TestEvent event : events) {
            store(event);
            count(event, 1);
        }
        ledger.acknowledged("org", "app", events);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void holdsWhenEachEventIsStoredOnceAndCounted() throws SQLException {
        LedgerReport report = ledger.verify(connection);

        assertThat(report).isEqualTo(new LedgerReport(3, 3, 0, 0, 0, 0, List.of()));
        report.assertHolds();
    }

    @Test
    void leavesNothingBehind() throws SQLException {
        ledger.verify(connection);

        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(text("SELECT count(*) FROM pg_class WHERE relname LIKE 'ledger%'"))
                .isEqualTo("0");
        ledger.verify(connection).assertHolds();
    }

    @Test
    void anEventThatIsNowhereIsLost() throws SQLException {
        execute("DELETE FROM events WHERE event_id = '" + events.get(1).eventId() + "'");
        count(events.get(1), -1);

        LedgerReport report = ledger.verify(connection);

        assertThat(report.lost()).isEqualTo(1);
        assertThat(report.violations())
                .singleElement()
                .asString()
                .startsWith("lost: org app " + events.get(1).eventId());
        assertThatThrownBy(report::assertHolds).hasMessageContaining("lost");
    }

    @Test
    void anEventWithAnotherTimestampIsAnotherEvent() throws SQLException {
        execute("UPDATE events SET \"timestamp\" = \"timestamp\" + interval '1 us' WHERE event_id = '"
                + events.getFirst().eventId() + "'");

        assertThat(ledger.verify(connection).lost()).isEqualTo(1);
    }

    @Test
    void anEventThatFailedIsInOnePlace() throws SQLException {
        TestEvent event = events.getFirst();
        execute("DELETE FROM events WHERE event_id = '" + event.eventId() + "'");
        count(event, -1);
        text("SELECT ensure_failed_partition('2026-11-24')");
        execute("INSERT INTO failed_events (received_at, kafka_topic_id, kafka_partition, kafka_offset, org_id, app_id,"
                + " event_id, raw_length, stage, code, fingerprint, raw_sha256, raw) VALUES ('2026-11-24 12:00Z',"
                + " gen_random_uuid(), 0, 7, 'org', 'app', '" + event.eventId()
                + "', 2, 'door', 'invalid_schema', 'f', sha256('{}'), '{}')");

        LedgerReport report = ledger.verify(connection);

        report.assertHolds();
        assertThat(report.failed()).isEqualTo(1);
        execute("UPDATE failed_events SET state = 'discarded'");
        assertThat(ledger.verify(connection).lost()).isEqualTo(1);
    }

    @Test
    void anArchivedEventIsInOnePlaceAndAStoredCopyOfItIsOneTooMany() throws SQLException {
        TestEvent event = events.getFirst();
        List<LedgerEntry> archived = List.of(new LedgerEntry("org", "app", event.eventId(), event.timestampMicros()));
        execute("DELETE FROM events WHERE event_id = '" + event.eventId() + "'");

        LedgerReport report = ledger.verify(connection, archived);

        report.assertHolds();
        assertThat(report.archived()).isEqualTo(1);
        store(event);
        assertThat(ledger.verify(connection, archived).doubled()).isEqualTo(1);
    }

    @Test
    void rowsAndCountsMustAgreeByTypeAndHour() throws SQLException {
        count(events.getFirst(), 1);

        LedgerReport report = ledger.verify(connection);

        assertThat(report.violations()).singleElement().asString().startsWith("miscounted: org app");
        count(events.getFirst(), -1);
        ledger.verify(connection).assertHolds();
    }

    @Test
    void aLeafOnItsWayToTheArchiveStillCounts() throws SQLException {
        execute("INSERT INTO archive_runs (run_id, retention_days, day, part, leaf, state)"
                + " VALUES (gen_random_uuid(), 30, '2026-11-24', 1, '" + leaf + "', 'planned')");
        ledger.verify(connection).assertHolds();
        execute("ALTER TABLE events_r30 DETACH PARTITION " + leaf + " CONCURRENTLY");

        LedgerReport report = ledger.verify(connection);

        report.assertHolds();
        assertThat(report.stored()).isEqualTo(3);
        execute("UPDATE archive_runs SET state = 'done'");
        assertThat(ledger.verify(connection).lost()).isEqualTo(3);
    }

    @Test
    void aLedgerInAFileGoesOnWhereAKilledSenderLeftIt() throws Exception {
        Path file = folder.resolve("ledger");
        try (Ledger first = Ledger.inFile(file)) {
            first.acknowledged("org", "app", events.subList(0, 2));
        }
        Files.writeString(file, "org app 550e8400-e29b", StandardOpenOption.APPEND);

        try (Ledger second = Ledger.inFile(file)) {
            assertThat(second.size()).isEqualTo(2);
            second.acknowledged("org", "app", events);
        }

        try (Ledger third = Ledger.inFile(file)) {
            assertThat(third.entries()).isEqualTo(ledger.entries());
        }
        assertThat(Files.readAllLines(file)).hasSize(3);
    }

    private void store(TestEvent event) throws SQLException {
        execute("""
                INSERT INTO events (org_id, app_id, event_id, "timestamp", user_id, event_type, event_data, service_name,
                    service_version, schema_version, received_at, kafka_topic_id, kafka_partition, kafka_offset, retention_days)
                VALUES ('org', 'app', '%s', '%s', 'u', '%s', '{}', 's', '1', '1.0.0', now(), gen_random_uuid(), 0, 0, 30)""".formatted(event.eventId(), micros(event), event.type()));
    }

    private void count(TestEvent event, int difference) throws SQLException {
        execute(
                "INSERT INTO event_counts (org_id, app_id, event_type, hour, received_on, events) VALUES ('org', 'app', '%s',"
                                .formatted(event.type())
                        + " date_trunc('hour', '%s'::timestamptz, 'UTC'), '2026-11-24', %d)"
                                .formatted(micros(event), difference));
    }

    /** Truncated as the server does it; PostgreSQL would round. */
    private static String micros(TestEvent event) {
        return new LedgerEntry("org", "app", event.eventId(), event.timestampMicros())
                .timestamp()
                .toString();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
