package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What W7 needs of the database: nothing that a tombstone covers stays, nothing that it does not cover goes. */
class ErasureIT {
    private static final String NET = "SELECT coalesce(sum(events), 0) FROM event_counts WHERE app_id = ";
    private static final String ROWS = "SELECT count(*) FROM events WHERE app_id = ";

    private final TestDatabase database = TestServer.shared().migrated();
    private final Session session = database.open();
    private final Session writer = database.open();

    @BeforeEach
    void leaves() {
        session.run("SELECT ensure_event_partition(30, '2026-11-23'), ensure_event_partition(30, '2026-11-24'),"
                + " ensure_event_partition(365, '2026-11-24'), ensure_failed_partition('2026-11-24')");
    }

    @AfterEach
    void close() {
        writer.close();
        session.close();
    }

    @Test
    void whatItCoversGoesStepByStepAndTheCountsGoWithTheRows() {
        store(session, "app", 1, 20, "2026-11-24 09:00Z");
        store(session, "app", 21, 25, "2026-11-24 11:00Z");
        store(session, "other", 31, 35, "2026-11-24 09:00Z");
        session.run(
                "UPDATE event_counts SET event_type = '(other)' WHERE app_id = 'app' AND hour < '2026-11-24 00:00Z'");
        long stone = tombstone("app");

        assertThat(step(stone, 8)).isEqualTo("erasing");
        assertThat(session.value(ROWS + "'app'")).isEqualTo("17");
        assertThat(session.value(NET + "'app'")).isEqualTo("17");
        assertThat(step(stone, 8)).isEqualTo("erasing");
        assertThat(step(stone, 8)).isEqualTo("erasing");
        assertThat(step(stone, 8)).isEqualTo("done");
        assertThat(step(stone, 8)).isEqualTo("done");

        assertThat(session.value(ROWS + "'app'")).isEqualTo("5");
        String counts = "SELECT concat_ws(' ', event_type, hour, sum(events)) FROM event_counts WHERE app_id = 'app'"
                + " GROUP BY event_type, hour HAVING sum(events) <> 0 ORDER BY 1";
        String rows = "SELECT concat_ws(' ', type, hour, count(*)) FROM (SELECT"
                + " CASE WHEN \"timestamp\" < '2026-11-24 00:00Z' THEN '(other)' ELSE event_type END AS type,"
                + " date_trunc('hour', \"timestamp\", 'UTC') AS hour FROM events WHERE app_id = 'app') e GROUP BY type, hour ORDER BY 1";
        assertThat(session.column(counts)).isEqualTo(session.column(rows)).isNotEmpty();
        assertThat(session.value(ROWS + "'other'")).isEqualTo("5");
        assertThat(session.value("SELECT erased_events FROM tombstones WHERE erased_at IS NOT NULL"))
                .isEqualTo("20");
    }

    @Test
    void aTransactionThatDidNotSeeTheTombstoneIsWaitedFor() {
        writer.begin();
        assertThat(writer.value("SELECT count(*) FROM tombstones")).isEqualTo("0");
        long stone = tombstone("app");

        assertThat(step(stone, 100)).isEqualTo("waiting");
        store(writer, "app", 1, 3, "2026-11-24 09:00Z");
        assertThat(step(stone, 100)).isEqualTo("waiting");
        writer.commit();

        assertThat(step(stone, 100)).isEqualTo("erasing");
        assertThat(step(stone, 100)).isEqualTo("done");
        assertThat(session.value(ROWS + "'app'")).isEqualTo("0");
        assertThat(session.value(NET + "'app'")).isEqualTo("0");
    }

    @Test
    void aTransactionThatBeganLaterHoldsNobodyUp() {
        long stone = tombstone("app");
        assertThat(step(stone, 100)).isEqualTo("done");
        long second = tombstone("app");
        writer.begin();
        writer.run("SELECT 1");
        assertThat(step(second, 100)).isEqualTo("done");
        writer.commit();
    }

    @Test
    void failuresGoAndGroupsTellOfTheLaterOnesAlone() {
        fail("app", 1, "old", "2026-11-24 09:00Z");
        fail("app", 2, "both", "2026-11-24 09:00Z");
        fail("app", 3, "both", "2026-11-24 11:00Z");
        fail("app", 4, "late", "2026-11-24 11:30Z");
        group("app", "old", 7, "2026-11-24 08:00Z", "2026-11-24 09:00Z");
        group("app", "both", 8, "2026-11-24 08:00Z", "2026-11-24 11:00Z");
        group("app", "capped", 9, "2026-11-24 08:00Z", "2026-11-24 12:00Z");
        group("app", "late", 1, "2026-11-24 11:30Z", "2026-11-24 11:30Z");
        group("other", "old", 7, "2026-11-24 08:00Z", "2026-11-24 09:00Z");
        failedCount("2026-11-23");
        failedCount("2026-11-24");
        long stone = tombstone("app");

        assertThat(step(stone, 100)).isEqualTo("erasing");
        assertThat(step(stone, 100)).isEqualTo("done");

        assertThat(session.column("SELECT kafka_offset FROM failed_events ORDER BY 1"))
                .containsExactly("3", "4");
        assertThat(session.column(
                        "SELECT concat_ws(' ', app_id, fingerprint, count, first_seen AT TIME ZONE 'UTC', sample)"
                                + " FROM failure_groups ORDER BY app_id, fingerprint"))
                .containsExactly(
                        "app both 1 2026-11-24 11:00:00",
                        "app capped 1 2026-11-24 12:00:00",
                        "app late 1 2026-11-24 11:30:00 {}",
                        "other old 7 2026-11-24 08:00:00 {}");
        assertThat(session.column("SELECT received_on FROM failed_counts")).containsExactly("2026-11-24");
    }

    @Test
    void aLeafOnItsWayToTheArchiveIsLeftToTheArchiver() {
        store(session, "app", 1, 4, "2026-11-24 09:00Z");
        String leaf = session.value("SELECT leaf FROM partition_leaves WHERE days = 30 AND day = '2026-11-24'");
        session.run("ALTER TABLE events_r30 DETACH PARTITION " + leaf);
        String before = session.value("SELECT count(*) FROM " + leaf);
        long stone = tombstone("app");

        assertThat(step(stone, 100)).isEqualTo("erasing");
        assertThat(step(stone, 100)).isEqualTo("done");

        assertThat(session.value("SELECT count(*) FROM " + leaf))
                .isEqualTo(before)
                .isNotEqualTo("0");
        assertThat(session.value(NET + "'app'")).isEqualTo(before);
    }

    @Test
    void aLeafThatIsDetachedWhileItIsErasedFromKeepsItsRowsAndTheirCounts() {
        store(session, "app", 1, 1, "2026-11-24 09:00Z");
        String leaf = session.value("SELECT tableoid::regclass FROM events");
        String parent =
                session.value("SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = '" + leaf + "'::regclass");
        long stone = tombstone("app");
        session.run("ALTER TABLE " + parent + " DETACH PARTITION " + leaf);

        assertThat(session.refusalState("SELECT erase_from_leaf('" + leaf
                        + "', true, t, 9) FROM tombstones t WHERE tombstone_id = " + stone))
                .isEqualTo("42P01");
        assertThat(session.value("SELECT count(*) FROM " + leaf)).isEqualTo("1");
        assertThat(session.value(NET + "'app'")).isEqualTo("1");
    }

    @Test
    void aLockedLeafIsWaitedFor() {
        store(session, "app", 1, 1, "2026-11-24 09:00Z");
        String leaf = session.value("SELECT tableoid::regclass FROM events");
        writer.begin();
        writer.run("LOCK TABLE " + leaf + " IN ACCESS EXCLUSIVE MODE");
        long stone = tombstone("app");

        assertThat(step(stone, 100)).isEqualTo("waiting");
        writer.commit();

        assertThat(step(stone, 100)).isEqualTo("erasing");
        assertThat(step(stone, 100)).isEqualTo("done");
    }

    @Test
    void twoDoNotEraseAtOnceAndNobodyErasesBeforeTheTombstoneIsCommitted() {
        store(session, "app", 1, 1, "2026-11-24 09:00Z");
        long stone = tombstone("app");
        writer.begin();
        assertThat(writer.value(stepSql(stone, 100))).isEqualTo("erasing");
        assertThat(step(stone, 100)).isEqualTo("waiting");
        writer.run("ROLLBACK");
        assertThat(session.value(ROWS + "'app'")).isEqualTo("1");

        session.begin();
        long early = tombstone("app");
        assertThat(session.refusalState(stepSql(early, 100))).isEqualTo("25000");
        session.run("ROLLBACK");
        session.run("BEGIN ISOLATION LEVEL REPEATABLE READ");
        assertThat(session.refusalState(stepSql(stone, 100))).isEqualTo("25000");
        session.run("ROLLBACK");
        session.run(
                "INSERT INTO tombstones (org_id, app_id, user_id, received_before) VALUES ('org', 'app', 'u', now())");
        assertThat(session.refusalState(
                        stepSql(Long.parseLong(session.value("SELECT max(tombstone_id) FROM tombstones")), 1)))
                .isEqualTo("P0002");
    }

    @Test
    void whatIsStoredIsCounted() {
        store(session, "app", 1, 4, "2026-11-24 09:00Z");
        store(session, "other", 5, 5, "2026-11-24 09:00Z");
        fail("app", 1, "f", "2026-11-24 09:00Z");

        assertThat(session.value("SELECT events || ' ' || failures FROM count_stored('org', 'app')"))
                .isEqualTo("4 1");
    }

    private String step(long stone, int atMost) {
        return session.value(stepSql(stone, atMost));
    }

    private static String stepSql(long stone, int atMost) {
        return "SELECT erase_tombstoned(" + stone + ", " + atMost + ")";
    }

    private long tombstone(String app) {
        return Long.parseLong(session.value("INSERT INTO tombstones (org_id, app_id, received_before, reason)"
                + " VALUES ('org', '" + app + "', '2026-11-24 10:00Z', 'promotion') RETURNING tombstone_id"));
    }

    /** Events of two classes and two days, with their counts, as a writer's transaction stores them. */
    private static void store(Session by, String app, int from, int to, String receivedAt) {
        for (int i = from; i <= to; i++) {
            int days = i % 2 == 0 ? 365 : 30;
            String day = days == 30 && i % 3 == 0 ? "2026-11-23" : "2026-11-24";
            by.run("""
                    INSERT INTO events (org_id, app_id, event_id, "timestamp", user_id, event_type, event_data, service_name,
                        service_version, schema_version, received_at, kafka_topic_id, kafka_partition, kafka_offset, retention_days)
                    VALUES ('org', '%1$s', gen_random_uuid(), '%2$s 08:30Z', 'u', 't%3$d', '{}', 's', '1', '1.0.0', '%4$s',
                        gen_random_uuid(), 0, %5$d, %6$d);
                    INSERT INTO event_counts (org_id, app_id, event_type, hour, received_on, events)
                    VALUES ('org', '%1$s', 't%3$d', '%2$s 08:00Z', '2026-11-24', 1)""".formatted(app, day, i % 4, receivedAt, i, days));
        }
    }

    private void fail(String app, int offset, String fingerprint, String receivedAt) {
        session.run("""
                INSERT INTO failed_events (received_at, kafka_offset, kafka_partition, kafka_topic_id, org_id, app_id, raw_length,
                    stage, code, fingerprint, raw_sha256, raw)
                VALUES ('%s', %d, 0, gen_random_uuid(), 'org', '%s', 1, 'door', 'c', '%s', sha256('x'), 'x')""".formatted(receivedAt, offset, app, fingerprint));
    }

    private void group(String app, String fingerprint, int count, String first, String last) {
        session.run(
                "INSERT INTO failure_groups (org_id, app_id, fingerprint, stage, code, first_seen, last_seen, count, sample)"
                        + " VALUES ('org', '%s', '%s', 'door', 'c', '%s', '%s', %d, '{}')"
                                .formatted(app, fingerprint, first, last, count));
    }

    private void failedCount(String day) {
        session.run("INSERT INTO failed_counts (org_id, app_id, received_on, kafka_topic_id, kafka_partition, kept)"
                + " VALUES ('org', 'app', '" + day + "', gen_random_uuid(), 0, 1)");
    }
}
