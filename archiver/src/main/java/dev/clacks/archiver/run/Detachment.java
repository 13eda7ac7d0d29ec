package dev.clacks.archiver.run;

import dev.clacks.archiver.health.Pulse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes a leaf out of its table while others go on reading and writing. PostgreSQL does it in two transactions; one that is
 * killed or that gives up in between leaves the detach pending, and inserts into the leaf's day are refused until it is
 * finalised. So once begun it is finalised before anything else is done.
 */
public final class Detachment {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Connection connection;
    private final LeafCatalogue catalogue;
    private final Duration lockTimeout;
    private final Pulse pulse;

    /** @param lockTimeout how long one attempt may wait for others' locks */
    public Detachment(Connection connection, Duration lockTimeout, Pulse pulse) {
        this.connection = connection;
        this.catalogue = new LeafCatalogue(connection);
        this.lockTimeout = lockTimeout;
        this.pulse = pulse;
    }

    /**
     * Returns when the leaf is a table of its own; it may have been one already, or half.
     *
     * @throws LeafBusyException when nothing was changed because others hold it
     */
    public void detach(String parent, String leaf) throws SQLException {
        execute("SET lock_timeout = " + lockTimeout.toMillis());
        try {
            Optional<Boolean> pending = catalogue.detachPending(leaf);
            if (pending.isPresent() && !pending.get()) {
                begin(parent, leaf);
            }
            while (catalogue.detachPending(leaf).isPresent()) {
                pulse.beat();
                finish(parent, leaf);
            }
        } finally {
            if (!connection.isClosed()) {
                execute("RESET lock_timeout");
            }
        }
    }

    private void begin(String parent, String leaf) throws SQLException {
        try {
            execute("ALTER TABLE %s DETACH PARTITION %s CONCURRENTLY".formatted(parent, leaf));
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            if (!catalogue.detachPending(leaf).orElse(true)) {
                throw new LeafBusyException(leaf, e);
            }
        }
    }

    private void finish(String parent, String leaf) throws SQLException {
        try {
            execute("ALTER TABLE %s DETACH PARTITION %s FINALIZE".formatted(parent, leaf));
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
