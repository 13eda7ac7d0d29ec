package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MigratorIT {
    private static final String LOCK = "hashtextextended('clacks migrate', 0)";

    private final TestServer server = TestServer.shared();

    @Test
    void bringsAnEmptyDatabaseToTheVersionThisBuildNeeds() throws Exception {
        TestDatabase database = server.empty();

        database.migrator().migrate();

        assertThat(database.migrator().pending()).isEmpty();
        assertThat(database.migrator().upToDate()).isTrue();
        try (Session session = database.open()) {
            SchemaVersion version = SchemaVersion.of(session.connection());
            assertThat(version.version()).isEqualTo(SchemaVersion.REQUIRED);
            assertThat(version.problem()).isEmpty();
        }
    }

    @Test
    void namesWhatIsMissingWithoutTouchingTheDatabase() {
        TestDatabase database = server.empty();

        assertThat(database.migrator().pending()).get().asString().contains("001-pgcrypto", "012-version-1");

        try (Session session = database.open()) {
            assertThat(session.column("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                    .isEmpty();
        }
    }

    @Test
    void aDatabaseWithoutSchemaHasVersionZeroAndTheWayOutIsNamed() throws Exception {
        try (Session session = server.empty().open()) {
            session.connection().setAutoCommit(false);

            SchemaVersion version = SchemaVersion.of(session.connection());

            assertThat(version.problem()).get().asString().contains("ingest-api db migrate");
            assertThat(session.value("SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aSecondRunChangesNothing() {
        TestDatabase database = server.empty();
        database.migrator().migrate();
        try (Session session = database.open()) {
            List<String> before = session.column("SELECT md5sum FROM databasechangelog ORDER BY orderexecuted");

            database.migrator().migrate();

            assertThat(session.column("SELECT md5sum FROM databasechangelog ORDER BY orderexecuted"))
                    .isEqualTo(before);
        }
    }

    @Test
    void severalAtOnceWaitForEachOther() throws Exception {
        TestDatabase database = server.empty();
        List<Callable<Boolean>> migrators = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            migrators.add(() -> {
                database.migrator().migrate();
                return database.migrator().upToDate();
            });
        }

        try (ExecutorService threads = Executors.newFixedThreadPool(migrators.size())) {
            for (Future<Boolean> one : threads.invokeAll(migrators)) {
                assertThat(one.get()).isTrue();
            }
        }

        try (Session session = database.open()) {
            assertThat(session.value("SELECT count(*) - count(DISTINCT id) FROM databasechangelog"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aHolderThatDiesLetsTheNextOneIn() throws Exception {
        TestDatabase database = server.empty();
        try (Session holder = database.open();
                Session observer = database.open();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            holder.run("SELECT pg_advisory_lock(" + LOCK + ")");
            Future<?> waiting = thread.submit(() -> database.migrator().migrate());
            observer.await("SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'clacks migrate'"
                    + " AND datname = current_database() AND query LIKE '%pg_try_advisory_lock%'");
            assertThat(waiting.isDone()).isFalse();

            observer.run("SELECT pg_terminate_backend(" + backend(holder) + ")");

            waiting.get();
            assertThat(database.migrator().upToDate()).isTrue();
        }
    }

    @Test
    void oneKilledInTheMiddleIsContinuedByTheNext() throws Exception {
        TestDatabase database = server.empty();
        try (Session observer = database.open();
                Session blocker = database.open();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            // A table in the way holds the migrator up at the changeset that makes it.
            blocker.begin();
            blocker.run("CREATE TABLE public.failure_groups (x integer)");
            Future<?> stuck = thread.submit(() -> database.migrator().migrate());
            String migrator = "FROM pg_stat_activity WHERE application_name = 'clacks migrate'"
                    + " AND datname = current_database() AND wait_event_type = 'Lock'";
            observer.await("SELECT count(*) > 0 " + migrator);

            observer.run("SELECT pg_terminate_backend(pid) " + migrator);
            assertThatThrownBy(stuck::get).hasRootCauseInstanceOf(Exception.class);
            blocker.run("ROLLBACK");
            assertThat(database.migrator().pending()).get().asString().startsWith("005-failure-groups");

            database.migrator().migrate();

            assertThat(database.migrator().upToDate()).isTrue();
        }
    }

    @Test
    void everyChangesetMayRunAgain() {
        // Liquibase commits a changeset before it records it: a migrator killed in between repeats it.
        TestDatabase database = server.migrated();
        try (Session session = database.open()) {
            List<String> before = SchemaPicture.of(session);
            session.run("DELETE FROM databasechangelog");

            database.migrator().migrate();

            assertThat(SchemaPicture.of(session)).isEqualTo(before);
        }
    }

    @Test
    void saysWhyItFailed() {
        assertThatThrownBy(() -> server.empty().as("nobody").migrator().migrate())
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("nobody");
    }

    private static String backend(Session session) {
        return session.value("SELECT pg_backend_pid()");
    }
}
