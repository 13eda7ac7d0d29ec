package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.testkit.embedded.PostgresLogin;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import dev.clacks.writer.store.Outcome.Broken;
import dev.clacks.writer.store.Outcome.Stored;
import dev.clacks.writer.store.Outcome.Unavailable;
import dev.clacks.writer.store.SqlFault.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W5 with faults as PostgreSQL itself comes to make them: the chunk waits, and is stored once they are gone. */
class ServerFaultsIT {

    private static final String WRITER_WAITS = " FROM pg_stat_activity WHERE application_name = 'test'"
            + " AND datname = current_database() AND wait_event_type = 'Lock'";

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private StoreRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new StoreRig(POSTGRES.database());
        rig.empty();
    }

    @AfterEach
    void close() {
        rig.close();
        threads.close();
    }

    /** 40P01: the writer holds the row of its progress and wants {@code event_counts}, another session the other way round. */
    @Test
    void aWriterThatLosesADeadlockTriesAgainOnTheSpot() throws Exception {
        rig.write(0, rig.events.next(1));
        rig.bePatient();
        long before = deadlocks();
        try (var counts = locked("event_counts");
                var events = locked("events")) {
            Future<Outcome> written = threads.submit(() -> rig.write(1, rig.events.next(5)));
            awaitWriterAt("COPY");
            // Its own patience with deadlocks is longer, so it is the writer who finds this one and gives way.
            counts.execute("SET deadlock_timeout = '1min'");
            Future<?> crosswise =
                    threads.submit(() -> counts.execute("UPDATE writer_progress SET claim = claim WHERE topic_id = '%s'"
                            .formatted(rig.owned.source().topicId())));
            Await.untilEqual(
                    "the other session to wait for the row of progress",
                    1L,
                    () -> rig.stored.number(
                            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND wait_event_type = 'Lock' AND query LIKE 'UPDATE writer_progress SET claim = claim%'"));

            events.letGo();
            crosswise.get(3, TimeUnit.MINUTES);
            counts.letGo();

            assertThat(written.get(3, TimeUnit.MINUTES)).isInstanceOf(Stored.class);
        }
        Await.untilEqual("deadlocks that the server has counted", before + 1, this::deadlocks);
        assertThat(rig.retried).containsExactly(Kind.CONFLICT);
        assertThat(rig.stored.events()).isEqualTo(6);
        assertThat(rig.counted()).isEqualTo(6);
    }

    /** 55P03, after the writer's lock_timeout. */
    @Test
    void aLockThatIsHeldForTooLongIsWaitedForOutsideOfTheTransaction() throws Exception {
        List<TestEvent> events = rig.events.next(5);
        try (var _ = locked("event_counts")) {
            assertThat(rig.write(0, events)).isInstanceOfSatisfying(Unavailable.class, waits -> {
                assertThat(waits.kind()).isEqualTo(Kind.BUSY);
                assertThat(waits.why()).startsWith("55P03");
            });

            assertThat(rig.stored.number("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'test'"
                            + " AND datname = current_database() AND xact_start IS NOT NULL"))
                    .as("transactions left open")
                    .isZero();
        }

        assertThat(rig.write(0, events)).isInstanceOf(Stored.class);
        assertThat(rig.stored.failed()).isZero();
    }

    /** 26000, as behind a pooler that gives the session to somebody else; between transactions the driver mends it unseen. */
    @Test
    void statementsThatTheServerForgotArePreparedAnewOnAnotherConnection() throws Exception {
        rig.write(0, rig.events.next(5));
        List<TestEvent> more = rig.events.next(5);
        Connection connection = rig.session.connection();
        rig.stored.execute("CREATE FUNCTION forget_statements() RETURNS trigger LANGUAGE plpgsql"
                + " AS 'BEGIN DEALLOCATE ALL; RETURN NULL; END'");
        rig.stored.execute(
                "CREATE TRIGGER forget_statements AFTER INSERT ON events EXECUTE FUNCTION forget_statements()");
        try {
            assertThat(rig.write(5, more)).isInstanceOfSatisfying(Unavailable.class, waits -> {
                assertThat(waits.kind()).isEqualTo(Kind.DATABASE);
                assertThat(waits.why()).startsWith("26000");
            });
            assertThat(connection.isClosed()).isTrue();
        } finally {
            rig.stored.execute("DROP FUNCTION forget_statements CASCADE");
        }

        assertThat(rig.write(5, more)).isInstanceOf(Stored.class);

        assertThat(rig.stored.events()).isEqualTo(10);
        assertThat(rig.counted()).isEqualTo(10);
        assertThat(rig.stored.failed()).isZero();
    }

    @Test
    void aReadOnlyServerIsWaitedForOnANewConnection() throws Exception {
        String name = POSTGRES.database().name();
        List<TestEvent> events = rig.events.next(5);
        rig.session.discard();
        rig.stored.execute("ALTER DATABASE " + name + " SET default_transaction_read_only = on");
        try {
            assertThat(rig.write(0, events))
                    .isInstanceOfSatisfying(
                            Unavailable.class, waits -> assertThat(waits.why()).startsWith("25006"));
        } finally {
            try (Connection connection = rig.stored.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("SET default_transaction_read_only = off");
                statement.execute("ALTER DATABASE " + name + " RESET default_transaction_read_only");
            }
        }

        assertThat(rig.write(0, events)).isInstanceOf(Stored.class);
    }

    @Test
    void aConnectionThatWasKilledIsReplaced() throws Exception {
        rig.write(0, rig.events.next(5));
        List<TestEvent> more = rig.events.next(5);
        rig.stored.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'test' AND datname = ?",
                POSTGRES.database().name());

        assertThat(rig.write(5, more))
                .isInstanceOfSatisfying(
                        Unavailable.class, waits -> assertThat(waits.kind()).isEqualTo(Kind.DATABASE));
        assertThat(rig.write(5, more)).isInstanceOf(Stored.class);

        assertThat(rig.stored.events()).isEqualTo(10);
    }

    @Test
    void aServerWithoutAConnectionToSpareIsWaitedFor() throws Exception {
        List<TestEvent> events = rig.events.next(5);
        rig.session.discard();
        rig.stored.execute("ALTER ROLE test_writer CONNECTION LIMIT 0");
        try {
            assertThat(rig.write(0, events))
                    .isInstanceOfSatisfying(
                            Unavailable.class, waits -> assertThat(waits.why()).startsWith("53300"));
        } finally {
            rig.stored.execute("ALTER ROLE test_writer CONNECTION LIMIT -1");
        }

        assertThat(rig.write(0, events)).isInstanceOf(Stored.class);
    }

    @Test
    void aStatementThatAnOperatorCancelsIsTriedAgain() throws Exception {
        List<TestEvent> events = rig.events.next(5);
        rig.bePatient();
        try (var _ = locked("event_counts")) {
            Future<Outcome> written = threads.submit(() -> rig.write(0, events));
            Await.untilTrue(
                    "the writer to wait and be cancelled",
                    () -> rig.stored
                            .texts("SELECT pg_cancel_backend(pid)::text" + WRITER_WAITS)
                            .contains("true"));
            assertThat(written.get(3, TimeUnit.MINUTES))
                    .isInstanceOfSatisfying(
                            Unavailable.class, waits -> assertThat(waits.why()).startsWith("57014"));
        }

        assertThat(rig.write(0, events)).isInstanceOf(Stored.class);
    }

    @Test
    void aWrongPasswordNeedsPeople() {
        var database = POSTGRES.database();
        var stranger = new PostgresLogin(database.login(DatabaseRole.WRITER).user(), "not-this-one");
        try (var session = new DatabaseSession(DatabaseUrl.parse(database.libpqUrl(stranger)), "stranger", true)) {
            var store = new PostgresChunkStore(session, InstantSource.system(), 1, kind -> {});

            assertThat(store.write(rig.chunk(0, rig.events.next(1))))
                    .isInstanceOfSatisfying(
                            Broken.class, broken -> assertThat(broken.why()).startsWith("28P01"));
        }
    }

    private void awaitWriterAt(String statement) {
        Await.untilEqual(
                "the writer to wait at " + statement,
                1L,
                () -> rig.stored.number("SELECT count(*)" + WRITER_WAITS + " AND strpos(query, ?) > 0", statement));
    }

    private long deadlocks() throws SQLException {
        return rig.stored.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }

    private Locked locked(String table) throws SQLException {
        var locked = new Locked(rig.stored.connect());
        locked.connection.setAutoCommit(false);
        locked.execute("LOCK TABLE " + table + " IN SHARE MODE");
        return locked;
    }

    /** Another session, in a transaction that keeps writers out of a table. */
    private record Locked(Connection connection) implements AutoCloseable {

        boolean execute(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        }

        void letGo() throws SQLException {
            connection.rollback();
        }

        /** The locks are gone when it returns; of a connection that is closed the server takes note some time later. */
        @Override
        public void close() throws SQLException {
            try (connection) {
                connection.rollback();
            }
        }
    }
}
