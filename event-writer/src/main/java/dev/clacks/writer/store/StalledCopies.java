package dev.clacks.writer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends writers' sessions that wait for the bytes of a COPY that do not come: the writer was frozen there, or the way to it
 * swallows everything. PostgreSQL itself would let such a session hold its locks, the row of progress among them, for ever: no
 * time-out of a statement or of an idle transaction is acted upon while it waits for a client there. Whoever is ended without
 * need, on a slow way, finds its transaction rolled back and tries again.
 *
 * <p>To be asked by whoever waits for a lock. It sees and may end the sessions of its own login alone. For one thread.
 */
public final class StalledCopies {

    /** Twice the time that a writer may be silent in a transaction; a chunk's bytes are sent without a pause. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String END = "SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND usename = session_user AND pid <> pg_backend_pid()"
            + " AND state = 'active' AND wait_event = 'ClientRead'"
            + " AND (starts_with(query, ?) OR starts_with(query, ?))"
            + " AND query_start < clock_timestamp() - ? * interval '1 millisecond'";

    private static final Logger LOG = LoggerFactory.getLogger(StalledCopies.class);

    private final DatabaseSession session;
    private final Duration patience;

    public StalledCopies(DatabaseSession session) {
        this(session, PATIENCE);
    }

    StalledCopies(DatabaseSession session, Duration patience) {
        this.session = session;
        this.patience = patience;
    }

    /** Ends those that there are now; outside of any transaction. Where that fails the next one to wait does it. */
    public void end() {
        try {
            end(session.connection());
        } catch (SQLException e) {
            session.discard();
            LOG.debug("nobody could be asked for stalled sessions", e);
        }
    }

    private void end(Connection connection) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(END)) {
            end.setString(1, CopyInsert.beginning(CopyInsert.EVENTS));
            end.setString(2, CopyInsert.beginning(StagedInsert.TABLE));
            end.setLong(3, patience.toMillis());
            try (ResultSet ended = end.executeQuery()) {
                while (ended.next()) {
                    LOG.warn(
                            "a writer has been amid COPY for more than {} s and sends nothing: its session {} is ended",
                            patience.toSeconds(),
                            ended.getInt(1));
                }
            }
        }
    }
}
