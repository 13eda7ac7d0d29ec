package dev.clacks.bench.load;

import dev.clacks.common.db.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks PostgreSQL for events, on a new connection after each failure. For one thread. */
final class StoredEvents implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 5;

    private final DatabaseUrl url;
    private @Nullable Connection connection;

    StoredEvents(String psqlUrl) {
        this.url = DatabaseUrl.parse(psqlUrl);
    }

    boolean containsAll(Set<UUID> ids) throws SQLException {
        try (PreparedStatement query =
                connected().prepareStatement("SELECT count(DISTINCT event_id) FROM events WHERE event_id = ANY (?)")) {
            query.setQueryTimeout(TIMEOUT_SECONDS);
            query.setArray(1, connected().createArrayOf("uuid", ids.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() && rows.getLong(1) == ids.size();
            }
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** Ends all connections to the database but this one. */
    void endOtherConnections() throws SQLException {
        try (PreparedStatement end = connected()
                .prepareStatement("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()")) {
            end.execute();
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = DriverManager.getConnection(url.jdbcUrl(), url.credentials());
            connection = open;
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                throw new IllegalStateException("a connection can always be given up", e);
            }
        }
    }
}
