package dev.clacks.writer.store;

import dev.clacks.common.db.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of one thread (but for {@link #cancel}), straight to PostgreSQL and without a pool: a pool may put a new connection in the place of
 * one that a crash killed, and the writer must know of the crash. Opened when it is needed, thrown away after a fault.
 */
public final class DatabaseSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSession.class);

    /** PostgreSQL ends a statement that takes longer. */
    public static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

    /**
     * A backend whose writer vanished or stands still must not hold the row of its progress for long. The first two see one between
     * statements, or busy. While it waits for the bytes of a COPY neither is looked at, nor is a statement's time: from a host that
     * vanished the others, which are the server's own TCP keepalive, free it within the 6 s of a group's session;
     * {@link StalledCopies} ends those whose host still answers.
     */
    private static final String LET_GO =
            "; SET idle_in_transaction_session_timeout = '5s'; SET client_connection_check_interval = '5s'"
                    + "; SET tcp_keepalives_idle = '3s'; SET tcp_keepalives_interval = '1s'"
                    + "; SET tcp_keepalives_count = 3; SET tcp_user_timeout = '6s'";

    private final DatabaseUrl url;
    private final String name;
    private final boolean synchronousCommit;
    private volatile @Nullable Connection connection;

    /**
     * @param name shown in {@code pg_stat_activity}
     * @param synchronousCommit whether COMMIT waits until it is on disk
     */
    public DatabaseSession(DatabaseUrl url, String name, boolean synchronousCommit) {
        this.url = url;
        this.name = name;
        this.synchronousCommit = synchronousCommit;
    }

    /** The connection, outside of any transaction and committing each statement. */
    public Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = open();
            connection = open;
        }
        return open;
    }

    /** Has the statement end that the server is at, if any; from any thread. It fails with SQLSTATE 57014. */
    public void cancel() {
        Connection busy = connection;
        if (busy != null) {
            try {
                busy.unwrap(PGConnection.class).cancelQuery();
            } catch (SQLException e) {
                LOG.debug("a statement could not be cancelled: it ends by its own time-out", e);
            }
        }
    }

    /** Throws the connection away: the next use opens another one. */
    public void discard() {
        Connection old = connection;
        connection = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException e) {
                LOG.debug("closing a broken connection failed", e);
            }
        }
    }

    @Override
    public void close() {
        discard();
    }

    private Connection open() throws SQLException {
        Properties properties = url.credentials();
        properties.setProperty("ApplicationName", name);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "8");
        // Longer than statement_timeout below: it only ends what the network swallowed.
        properties.setProperty("socketTimeout", "45");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("prepareThreshold", "1");
        Connection opened = DriverManager.getConnection(url.jdbcUrl(), properties);
        try (Statement statement = opened.createStatement()) {
            statement.execute("SET synchronous_commit = " + (synchronousCommit ? "on" : "off")
                    + "; SET timezone = 'UTC'; SET statement_timeout = " + STATEMENT_TIMEOUT.toMillis()
                    + "; SET lock_timeout = '2s'" + LET_GO);
            return opened;
        } catch (SQLException e) {
            opened.close();
            throw e;
        }
    }
}
