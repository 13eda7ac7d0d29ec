package dev.clacks.writer;

import dev.clacks.testkit.time.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A lock that a test holds in PostgreSQL, so that a writer comes to a halt at a known statement: where it stands is seen from
 * outside, and no hook in its code is needed.
 */
final class HeldTable implements AutoCloseable {

    private final Stored stored;
    private final Connection connection;

    /** @param lock the statement that takes the lock */
    HeldTable(Stored stored, String lock) throws SQLException {
        this.stored = stored;
        this.connection = stored.connect();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(lock);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Waits until a writer or an operation waits for the lock with a statement that contains this text. */
    void awaitHalted(String text) {
        Await.untilTrue("a writer to be halted at " + text, () -> halted(text));
    }

    /** Whether one does. */
    boolean halted(String text) throws SQLException {
        return !backends(text).isEmpty();
    }

    /** The process id of the backend that works for it, once one does. */
    int awaitHaltedBackend(String text) {
        var backends =
                Await.until("a writer to be halted at " + text, () -> backends(text), halted -> halted.size() == 1);
        return Integer.parseInt(backends.getFirst());
    }

    private List<String> backends(String text) throws SQLException {
        return stored.texts(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'clacks %' AND wait_event_type = 'Lock'"
                        + " AND strpos(query, ?) > 0",
                text);
    }

    /** Lets go: by a rollback, since the server takes note of a connection that is closed some time later. */
    @Override
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            try (connection) {
                connection.rollback();
            }
        }
    }
}
