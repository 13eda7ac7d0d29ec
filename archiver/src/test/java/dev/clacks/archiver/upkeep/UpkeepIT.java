package dev.clacks.archiver.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.archiver.ArchiverSetup;
import dev.clacks.archiver.EventTables;
import dev.clacks.archiver.config.ArchiverSettings;
import dev.clacks.archiver.config.DatabaseSettings;
import dev.clacks.archiver.config.UpkeepSettings;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.metrics.ArchiverMetrics;
import dev.clacks.archiver.run.ArchiveSession;
import dev.clacks.archiver.run.Detachment;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.ObjectStoreExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.ManualClock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a round of upkeep leaves behind, and that a leaf which others hold keeps nothing else waiting. */
class UpkeepIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @RegisterExtension
    static final ObjectStoreExtension S3 = new ObjectStoreExtension();

    private static final LocalDate TODAY = LocalDate.parse("2026-06-01");
    private static final String BY_DAY = """
            SELECT day || ': ' || string_agg(coalesce(days::text, 'failed'), ' ' ORDER BY days NULLS LAST)
            FROM partition_leaves WHERE NOT detach_pending GROUP BY day ORDER BY day
            """;
    private static final String ALL = ": 30 90 365 failed";
    private static final String FAILED_DAYS = "SELECT day FROM partition_leaves WHERE days IS NULL ORDER BY day";
    private static final String FAILED_TABLES = """
            SELECT oid::regclass::text FROM pg_class
            WHERE relnamespace = 'partitions'::regnamespace AND relkind = 'r' AND relname LIKE 'failed_events%' ORDER BY 1
            """;
    private static final String SUMS = """
            SELECT concat_ws('|', org_id, app_id, event_type, hour, received_on, sum(events)) FROM event_counts
            GROUP BY org_id, app_id, event_type, hour, received_on ORDER BY 1
            """;

    private final ManualClock clock = ManualClock.at("2026-06-01T12:00:00Z");
    private final EventTables tables = new EventTables(POSTGRES.newDatabase());
    private ArchiveSession session;

    @BeforeEach
    void open() throws Exception {
        session = ArchiveSession.open(settings().databaseUrl());
    }

    @AfterEach
    void close() throws Exception {
        session.close();
    }

    private ArchiverSettings settings() {
        var database = tables.database();
        String url = database.libpqUrl(database.login(DatabaseRole.ARCHIVER));
        return new ArchiverSettings(new DatabaseSettings(url), null, null, null, null, null);
    }

    private Upkeep round() {
        return round(UpkeepSettings.defaults());
    }

    private Upkeep round(UpkeepSettings settings) {
        var detachment = new Detachment(session.connection(), Duration.ofMillis(300), new Pulse(clock));
        return new Upkeep(session.connection(), settings, detachment, clock);
    }

    @Test
    void todays_leaves_and_those_of_three_days_ahead_are_made_once() throws Exception {
        assertThat(round().partitionsAhead()).isEqualTo(TODAY.plusDays(3));
        assertThat(tables.texts(BY_DAY)).containsExactlyElementsOf(whole(0, 3));

        clock.advance(Duration.ofDays(1));

        assertThat(round().partitionsAhead()).isEqualTo(TODAY.plusDays(4));
        assertThat(tables.texts(BY_DAY)).containsExactlyElementsOf(whole(0, 4));
    }

    @Test
    void failed_events_stay_ninety_days_and_then_go_with_what_was_counted_of_them() throws Exception {
        for (int age : List.of(0, 89, 90, 91, 200)) {
            LocalDate day = TODAY.minusDays(age);
            failedLeaf(age);
            tables.execute(
                    "INSERT INTO failed_counts (received_on, kafka_topic_id, kafka_partition) VALUES (?, ?, 0)",
                    day,
                    EventTables.TOPIC);
            tables.execute(
                    "INSERT INTO failure_groups (fingerprint, stage, code, first_seen, last_seen, count)"
                            + " VALUES (?, 'door', 'c', '2025-01-01', ?::timestamp AT TIME ZONE 'UTC', 1)",
                    "group of " + day,
                    day + " 12:00");
        }

        Upkeep round = round();
        round.dropOldFailures();

        assertThat(round.left()).isEmpty();
        assertThat(tables.texts(FAILED_DAYS)).containsExactly("2026-03-03", "2026-03-04", "2026-06-01");
        assertThat(tables.texts(FAILED_TABLES)).hasSize(3);
        assertThat(tables.texts("SELECT received_on FROM failed_counts ORDER BY 1"))
                .containsExactly("2026-03-03", "2026-03-04", "2026-06-01");
        assertThat(tables.texts("SELECT fingerprint FROM failure_groups ORDER BY 1"))
                .containsExactly("group of 2026-03-03", "group of 2026-03-04", "group of 2026-06-01");
    }

    @Test
    void a_leaf_that_was_left_detached_or_half_detached_is_finished() throws Exception {
        tables.execute("ALTER TABLE failed_events DETACH PARTITION " + failedLeaf(100));
        halfDetach("failed_events", failedLeaf(101));
        failedLeaf(102);

        Upkeep round = round();
        round.dropOldFailures();

        assertThat(round.left()).isEmpty();
        assertThat(tables.texts(FAILED_TABLES)).isEmpty();
    }

    @Test
    void a_long_reader_delays_only_the_old_leaves_it_holds() throws Exception {
        String attached = failedLeaf(100);
        String detached = failedLeaf(101);
        failedLeaf(102);
        tables.execute("ALTER TABLE failed_events DETACH PARTITION " + detached);
        try (Connection reader = tables.database().connect();
                Statement reading = reader.createStatement()) {
            reader.setAutoCommit(false);
            reading.execute("SELECT FROM " + attached);
            reading.execute("SELECT FROM " + detached);

            Upkeep round = round();
            round.dropOldFailures();

            assertThat(round.left()).containsOnlyKeys(attached, detached);
            assertThat(tables.texts(FAILED_TABLES)).containsExactlyInAnyOrder(attached, detached);
            assertThat(tables.texts(FAILED_DAYS)).as("still attached").hasSize(1);
            reader.rollback();
        }

        Upkeep next = round();
        next.dropOldFailures();

        assertThat(next.left()).isEmpty();
        assertThat(tables.texts(FAILED_TABLES)).isEmpty();
    }

    @Test
    void a_lock_on_one_class_keeps_no_other_from_its_leaves() throws Exception {
        try (Connection other = tables.database().connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE events_r365 IN SHARE UPDATE EXCLUSIVE MODE");
            Upkeep round = round(new UpkeepSettings(1, 90));

            assertThat(round.partitionsAhead()).isEqualTo(TODAY.minusDays(1));

            assertThat(round.left()).containsOnlyKeys("events_r365 of 2026-06-01", "events_r365 of 2026-06-02");
            assertThat(tables.texts(BY_DAY)).containsExactly("2026-06-01: 30 90 failed", "2026-06-02: 30 90 failed");
            other.rollback();
        }

        assertThat(round().partitionsAhead()).isEqualTo(TODAY.plusDays(3));
    }

    @Test
    void folding_leaves_one_row_of_a_key_and_every_sum_as_it_was() throws Exception {
        for (int chunk = 0; chunk < 5; chunk++) {
            tables.write(TODAY, 30, 40);
        }
        List<String> sums = tables.texts(SUMS);

        round().foldCounts();

        assertThat(tables.texts(SUMS)).isEqualTo(sums);
        assertThat(tables.number("SELECT count(*) FROM event_counts")).isEqualTo(sums.size());
        tables.write(TODAY, 30, 40);
        tables.execute("INSERT INTO event_counts (org_id, app_id, event_type, hour, received_on, events)"
                + " SELECT org_id, app_id, event_type, hour, received_on, -1 FROM event_counts WHERE folded");
        sums = tables.texts(SUMS);

        round().foldCounts();

        assertThat(tables.texts(SUMS)).isEqualTo(sums);
        assertThat(tables.number("SELECT count(*) FROM event_counts")).isEqualTo(sums.size());
        assertThat(tables.counted()).isEqualTo(240 - sums.size());
    }

    @Test
    void a_pending_detach_beside_missing_days_keeps_neither_them_nor_the_rest_of_upkeep_waiting() throws Exception {
        tables.write(TODAY, 30, 40);
        tables.write(TODAY, 30, 40);
        failedLeaf(100);
        String pending = tables.texts("SELECT ensure_event_partition(30, ?)", TODAY.plusDays(1))
                .getFirst();
        halfDetach("events_r30", pending);
        var setup = ArchiverSetup.on(tables.database(), S3);
        var registry = new PrometheusRegistry();
        var loop = new UpkeepLoop(
                settings(), setup.store(), new Pulse(clock), new ArchiverMetrics(registry, clock), clock);

        loop.take();

        assertThat(loop.databaseProbe().ask().detail()).isEqualTo("ok");
        assertThat(left(registry)).isOne();
        List<String> days = whole(0, 3);
        days.set(1, "2026-06-02: 90 365 failed");
        assertThat(tables.texts(BY_DAY)).containsExactlyElementsOf(days);
        assertThat(tables.number("SELECT count(*) FROM event_counts WHERE NOT folded"))
                .isZero();
        assertThat(tables.counted()).isEqualTo(80);
        assertThat(tables.texts(FAILED_TABLES)).as("days of failed events").hasSize(4);

        tables.execute("ALTER TABLE events_r30 DETACH PARTITION " + pending + " FINALIZE");
        clock.advance(settings().schedule().upkeepEvery().toJavaDuration());
        loop.take();

        assertThat(tables.texts(BY_DAY)).containsExactlyElementsOf(whole(0, 3));
        assertThat(left(registry)).isZero();
    }

    private static double left(PrometheusRegistry registry) {
        return registry.scrape(name -> name.equals("archive_upkeep_left")).stream()
                .flatMap(metric -> ((GaugeSnapshot) metric).getDataPoints().stream())
                .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
                .sum();
    }

    private static List<String> whole(int from, int to) {
        return new ArrayList<>(TODAY.plusDays(from)
                .datesUntil(TODAY.plusDays(to + 1L))
                .map(day -> day + ALL)
                .toList());
    }

    /** The leaf of {@code failed_events} of so many days ago. */
    private String failedLeaf(int age) throws SQLException {
        return tables.texts("SELECT ensure_failed_partition(?)", TODAY.minusDays(age))
                .getFirst();
    }

    /** As somebody leaves it who died between the two transactions of a detach. */
    private void halfDetach(String parent, String leaf) throws SQLException {
        try (Connection reader = tables.database().connect();
                Statement reading = reader.createStatement();
                Connection other = tables.database().connect();
                Statement detaching = other.createStatement()) {
            reader.setAutoCommit(false);
            reading.execute("SELECT FROM " + parent);
            detaching.execute("SET lock_timeout = '300ms'");
            assertThatThrownBy(() -> detaching.execute(
                            "ALTER TABLE %s DETACH PARTITION %s CONCURRENTLY".formatted(parent, leaf)))
                    .hasMessageContaining("lock timeout");
            reader.rollback();
        }
        assertThat(tables.number("SELECT count(*) FROM partition_leaves WHERE detach_pending"))
                .isEqualTo(1);
    }
}
