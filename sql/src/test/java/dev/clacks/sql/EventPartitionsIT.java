package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventPartitionsIT {
    private static final String ENSURE = "SELECT ensure_event_partition(30, '2026-11-24')";

    private final TestDatabase database = TestServer.shared().migrated();
    private final Session session = database.open();

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void aRowLandsInTheLeafOfItsClassAndDay() {
        String before = session.value("SELECT ensure_event_partition(30, '2026-11-23')");
        String leaf = session.value(ENSURE);
        String longer = session.value("SELECT ensure_event_partition(365, '2026-11-24')");

        session.run(event(1, "2026-11-23 23:59:59.999999Z", 30));
        session.run(event(2, "2026-11-24 00:00:00Z", 30));
        session.run(event(3, "2026-11-24 00:00:00Z", 365));

        assertThat(session.column("SELECT tableoid::regclass FROM events ORDER BY event_id"))
                .containsExactly(before, leaf, longer);
    }

    @Test
    void theDaysAreUtcWhateverTheSessionThinks() {
        // The driver lets nobody change the datestyle for longer than a statement.
        String elsewhere = "DO $$ BEGIN PERFORM set_config('timezone', 'Pacific/Auckland', true),"
                + " set_config('datestyle', 'German', true); PERFORM ensure_event_partition(30, '2026-11-24'); END $$";

        session.run(elsewhere);
        session.run(elsewhere);

        session.run("SET timezone = 'UTC'");
        assertThat(session.column("SELECT lower FROM partition_leaves")).containsExactly("2026-11-24 00:00:00+00");
    }

    @Test
    void withoutALeafARowIsRefusedAndTheErrorNamesNoConstraint() {
        var refusal = session.refusal(event(1, "2026-11-24 00:00:00Z", 30));

        assertThat(refusal.getSQLState()).isEqualTo("23514");
        assertThat(refusal.getConstraint()).isNull();
    }

    @Test
    void theSameEventIsStoredOnceAndAnotherApplicationsIsAnother() {
        session.value(ENSURE);
        session.run(event(1, "2026-11-24 00:00:00Z", 30));

        assertThat(session.refusalState(event(1, "2026-11-24 00:00:00Z", 30))).isEqualTo("23505");
        session.run(event(1, "2026-11-24 00:00:00Z", 30).replace("'app'", "'other'"));
    }

    @Test
    void manyAtOnceMakeOneLeaf() throws Exception {
        List<Callable<String>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(() -> {
                try (Session own = database.open()) {
                    // where the machine is slow, some wait for the others longer than the function lets them
                    own.runDespite("55P03", ENSURE);
                    return own.value(ENSURE);
                }
            });
        }
        Set<String> leaves = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers.size())) {
            for (Future<String> one : threads.invokeAll(callers)) {
                leaves.add(one.get());
            }
        }

        assertThat(leaves).hasSize(1);
        assertThat(session.column("SELECT leaf FROM partition_leaves")).containsExactlyElementsOf(leaves);
        assertThat(session.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'partitions'"))
                .isEqualTo("1");
    }

    @Test
    void aLeafIsMadeWhileOthersReadAndWrite() {
        session.value("SELECT ensure_event_partition(30, '2026-11-23')");
        try (Session reader = database.open();
                Session writer = database.open()) {
            reader.begin();
            reader.value("SELECT count(*) FROM events");
            writer.begin();
            writer.run(event(1, "2026-11-23 00:00:00Z", 30));

            assertThat(session.value(ENSURE)).startsWith("partitions.events_r30_20261124_");

            writer.run(event(2, "2026-11-24 00:00:00Z", 30));
            writer.commit();
        }
    }

    @Test
    void aLockThatIsNotToBeHadEndsInATimeout() {
        try (Session other = database.open()) {
            other.begin();
            other.run("LOCK TABLE events_r30 IN SHARE UPDATE EXCLUSIVE MODE");

            assertThat(session.refusalState(ENSURE)).isEqualTo("55P03");
            other.run("ROLLBACK");
        }
        assertThat(session.value("SHOW lock_timeout")).isEqualTo("0");
        assertThat(session.value(ENSURE)).isNotEmpty();
    }

    @Test
    void aPendingDetachIsNamedWithTheWayOutOfIt() {
        String leaf = session.value(ENSURE);
        session.run(event(1, "2026-11-24 00:00:00Z", 30));
        try (Session reader = database.open();
                Session archiver = database.open()) {
            reader.begin();
            reader.value("SELECT count(*) FROM events");
            // It waits for the reader in its second half alone; by then the leaf counts as gone.
            archiver.run("SET lock_timeout = '300ms'");
            assertThat(archiver.refusalState("ALTER TABLE events_r30 DETACH PARTITION " + leaf + " CONCURRENTLY"))
                    .isEqualTo("55P03");

            var refusal = session.refusal(ENSURE);

            assertThat(refusal.getSQLState()).isEqualTo("55000");
            assertThat(refusal.getHint())
                    .contains("ALTER TABLE public.events_r30 DETACH PARTITION " + leaf + " FINALIZE");
            assertThat(session.value("SELECT detach_pending FROM partition_leaves"))
                    .isEqualTo("t");
        }
        session.run("ALTER TABLE events_r30 DETACH PARTITION " + leaf + " FINALIZE");
        assertThat(session.value(ENSURE)).isNotEqualTo(leaf);
    }

    @Test
    void aNameIsNeverUsedAgain() {
        String leaf = session.value(ENSURE);
        session.run("ALTER TABLE events_r30 DETACH PARTITION " + leaf + " CONCURRENTLY");

        String next = session.value(ENSURE);

        assertThat(next).isNotEqualTo(leaf).startsWith("partitions.events_r30_20261124_");
        session.run("DROP TABLE " + leaf);
    }

    @Test
    void aClassThatWasNeverAddedIsNoFaultOfTheRecord() {
        assertThat(session.refusalState("SELECT ensure_event_partition(31, '2026-11-24')"))
                .isEqualTo("42704");
    }

    @Test
    void failedEventsHaveDailyLeavesOfTheirReceipt() {
        String leaf = session.value("SELECT ensure_failed_partition('2026-11-24')");
        assertThat(leaf).startsWith("partitions.failed_events_20261124_");
        assertThat(session.value("SELECT ensure_failed_partition('2026-11-24')"))
                .isEqualTo(leaf);

        String insert =
                "INSERT INTO failed_events (received_at, kafka_topic_id, kafka_partition, kafka_offset, raw_length, stage, code,"
                        + " fingerprint, raw_sha256, raw) VALUES ('2026-11-24 12:00Z', gen_random_uuid(), 0, 7, 2, 'door', 'invalid_schema',"
                        + " 'door/invalid_schema/', sha256('{}'), '{}')";
        session.run(insert);

        assertThat(session.value("SELECT tableoid::regclass FROM failed_events"))
                .isEqualTo(leaf);
        assertThat(session.refusal(insert.replace("'door',", "'cellar',")).getConstraint())
                .isEqualTo("failed_events_stage_known");
    }

    private static String event(int id, String timestamp, int days) {
        return """
                INSERT INTO events (org_id, app_id, event_id, "timestamp", user_id, event_type, event_data, service_name,
                    service_version, schema_version, received_at, kafka_topic_id, kafka_partition, kafka_offset, retention_days)
                VALUES ('org', 'app', '00000000-0000-4000-8000-%012d', '%s', 'u', 't', '{}', 's', '1', '1.0.0', now(),
                    gen_random_uuid(), 0, %d, %d)""".formatted(id, timestamp, id, days);
    }
}
