package dev.clacks.archiver.run;

import dev.clacks.common.db.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The one connection that an archiver works on, and the advisory lock that only one archiver of a database holds. The
 * lock belongs to the connection's session: an archiver that lost its connection has lost the lock and cannot take
 * another step, since every step needs the connection. For one thread, but for {@link #abort()}.
 */
public final class ArchiveSession implements AutoCloseable {

    /** Any number that nobody else uses: "clacksar" as bytes. */
    static final long LOCK = 0x636c61636b736172L;

    private final Connection connection;

    private ArchiveSession(Connection connection) {
        this.connection = connection;
    }

    /** A session without the lock, to read with. Times are UTC. */
    public static ArchiveSession open(DatabaseUrl database) throws SQLException {
        Properties properties = database.credentials();
        properties.setProperty("ApplicationName", "clacks-archiver");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty(
                "options", "-c TimeZone=UTC -c statement_timeout=0 -c idle_in_transaction_session_timeout=0");
        return new ArchiveSession(DriverManager.getConnection(database.jdbcUrl(), properties));
    }

    /** Takes the lock unless another session has it. */
    public boolean tryLock() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_try_advisory_lock(%d)".formatted(LOCK))) {
            result.next();
            return result.getBoolean(1);
        }
    }

    /** In auto-commit mode between the steps. */
    public Connection connection() {
        return connection;
    }

    /** Ends the session from another thread, in the middle of a statement too. */
    public void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException("a connection may always be aborted here", e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
