package dev.clacks.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.database.Database;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LockException;
import liquibase.lockservice.DatabaseChangeLogLock;
import liquibase.lockservice.LockService;
import org.jspecify.annotations.Nullable;

/**
 * Liquibase's lock as an advisory lock of the session instead of a row in a table: PostgreSQL frees it when the session ends, so
 * a killed migrator stops nobody. Found by Liquibase itself as a service, so that every way to migrate uses it.
 *
 * <p>It asks again at short intervals rather than in one waiting statement: such a statement holds a snapshot, for which a
 * concurrent index build of the migrator in front would wait in turn. Whether this session has the lock is always asked of
 * PostgreSQL, since Liquibase may release through another instance than it acquired with. An instance belongs to one session
 * and one thread.
 */
public final class SessionLockService implements LockService {
    private static final String KEY = "hashtextextended('clacks migrate', 0)";

    private static final String HOLDERS = "FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)"
            + " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
            + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND (l.classid::bigint << 32 | l.objid::bigint) = " + KEY;

    private static final Duration DEFAULT_WAIT = Duration.ofMinutes(5);
    private static final Duration DEFAULT_INTERVAL = Duration.ofMillis(200);

    private Duration wait = DEFAULT_WAIT;
    private Duration interval = DEFAULT_INTERVAL;
    private @Nullable Database database;

    /** For Liquibase's service loader. */
    public SessionLockService() {}

    @Override
    public int getPriority() {
        return PRIORITY_DATABASE;
    }

    @Override
    public boolean supports(Database candidate) {
        return candidate instanceof PostgresDatabase && candidate.getConnection() instanceof JdbcConnection;
    }

    @Override
    public void setDatabase(Database value) {
        database = value;
    }

    /** How long to wait for another migrator, in minutes. Default: 5. */
    @Override
    public void setChangeLogLockWaitTime(long minutes) {
        wait = Duration.ofMinutes(minutes);
    }

    /** How often to ask meanwhile, in seconds. Default: five times a second. */
    @Override
    public void setChangeLogLockRecheckTime(long seconds) {
        interval = Duration.ofSeconds(seconds);
    }

    @Override
    public boolean hasChangeLogLock() {
        try {
            return ask("SELECT EXISTS (SELECT " + HOLDERS + " AND l.pid = pg_backend_pid())");
        } catch (LockException e) {
            return false; // no session, no lock
        }
    }

    @Override
    public void waitForLock() throws LockException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (!acquireLock()) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                throw new LockException(
                        "another migrator has not ended within %d s: %s".formatted(wait.toSeconds(), holders()));
            }
            LockSupport.parkNanos(interval.toNanos());
        }
    }

    @Override
    public boolean acquireLock() throws LockException {
        if (hasChangeLogLock()) {
            return true;
        }
        boolean acquired = ask("SELECT pg_try_advisory_lock(" + KEY + ")");
        endTransaction();
        if (!acquired) {
            return false;
        }
        // What was read before belongs to the time before the wait.
        Scope.getCurrentScope()
                .getSingleton(ChangeLogHistoryServiceFactory.class)
                .resetAll();
        attached().setCanCacheLiquibaseTableInfo(true);
        return true;
    }

    @Override
    public void releaseLock() throws LockException {
        try {
            if (session().isClosed()) {
                return; // and the lock is gone with it
            }
            endTransaction(); // a failed one would refuse the statement below
            if (hasChangeLogLock()) {
                ask("SELECT pg_advisory_unlock(" + KEY + ")");
                endTransaction();
            }
        } catch (SQLException e) {
            throw new LockException(e);
        } finally {
            attached().setCanCacheLiquibaseTableInfo(false);
        }
    }

    /** The sessions that hold the lock now: at most one. */
    @Override
    public DatabaseChangeLogLock[] listLocks() throws LockException {
        return query(
                "SELECT l.pid, coalesce(a.backend_start, now()),"
                        + " concat_ws(' ', a.usename, 'from', coalesce(host(a.client_addr), 'a socket'), a.application_name) "
                        + HOLDERS,
                rows -> {
                    List<DatabaseChangeLogLock> locks = new ArrayList<>();
                    while (rows.next()) {
                        Instant since = rows.getTimestamp(2).toInstant();
                        locks.add(new DatabaseChangeLogLock(rows.getInt(1), Date.from(since), rows.getString(3)));
                    }
                    return locks.toArray(DatabaseChangeLogLock[]::new);
                });
    }

    /** Does nothing for others: their lock ends with their session, and a lock taken from a migrator at work protects nobody. */
    @Override
    public void forceReleaseLock() throws LockException {
        releaseLock();
    }

    private String holders() throws LockException {
        return Stream.of(listLocks())
                .map(lock -> "process %d (%s)".formatted(lock.getId(), lock.getLockedBy()))
                .collect(Collectors.joining(", "));
    }

    /** Nothing is remembered here. */
    @Override
    public void reset() {}

    /** There is no table to make. */
    @Override
    public void init() {}

    /** There is no table to drop. */
    @Override
    public void destroy() {}

    private interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private boolean ask(String sql) throws LockException {
        return query(sql, rows -> rows.next() && rows.getBoolean(1));
    }

    private <T> T query(String sql, Reading<T> reading) throws LockException {
        try (Statement statement = session().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return reading.of(rows);
        } catch (SQLException e) {
            throw new LockException(e);
        }
    }

    /** A transaction left open while waiting would hold up whoever waits for old snapshots. */
    private void endTransaction() throws LockException {
        try {
            if (!session().getAutoCommit()) {
                session().rollback();
            }
        } catch (SQLException e) {
            throw new LockException(e);
        }
    }

    private Connection session() {
        return ((JdbcConnection) attached().getConnection()).getUnderlyingConnection();
    }

    private Database attached() {
        if (database == null) {
            throw new IllegalStateException("setDatabase comes first");
        }
        return database;
    }
}
