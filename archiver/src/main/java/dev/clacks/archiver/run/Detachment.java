package dev.clacks.archiver.run;

import dev.clacks.archiver.health.Pulse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a leaf out of its table while others go on reading and writing. PostgreSQL does it in two transactions and waits in
 * between for everybody who may still see the leaf; one that is killed or gives up there leaves the detach pending, and
 * inserts into the leaf's day are refused until it is finalised. So it is not begun while a transaction stays open that it
 * would have to wait for, and once begun it is finalised before anything else is done.
 */
public final class Detachment {

    private static final Logger LOG = LoggerFactory.getLogger(Detachment.class);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final long LOOK_MILLIS = 50;

    private final Connection connection;
    private final LeafCatalogue catalogue;
    private final OpenTransactions others;
    private final Duration lockTimeout;
    private final Pulse pulse;

    /** @param lockTimeout how long one attempt may wait for others */
    public Detachment(Connection connection, Duration lockTimeout, Pulse pulse) {
        this.connection = connection;
        this.catalogue = new LeafCatalogue(connection);
        this.others = new OpenTransactions(connection);
        this.lockTimeout = lockTimeout;
        this.pulse = pulse;
    }

    /**
     * Returns when the leaf is a table of its own; it may have been one already, or half. A detach that is pending is waited
     * for as long as it takes.
     *
     * @throws LeafBusyException when nothing was changed because others hold the leaf
     */
    public void detach(String parent, String leaf) throws SQLException, InterruptedException {
        boolean said = false;
        while (!attempt(parent, leaf)) {
            if (!said) {
                LOG.warn("{} is half detached; older transactions that may still see it are waited for", leaf);
                said = true;
            }
            pulse.beat();
        }
    }

    /**
     * The same, for one lock timeout at most.
     *
     * @return false when the detach is pending: somebody may still see the leaf
     * @throws LeafBusyException when nothing was changed because others hold the leaf
     */
    public boolean attempt(String parent, String leaf) throws SQLException, InterruptedException {
        Optional<Boolean> pending = catalogue.detachPending(leaf);
        if (pending.isEmpty()) {
            return true;
        }
        if (!pending.get()) {
            awaitOthers(parent, leaf);
        }
        String how = pending.get() ? "FINALIZE" : "CONCURRENTLY";
        try {
            withinLockTimeout("ALTER TABLE %s DETACH PARTITION %s %s".formatted(parent, leaf, how));
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            if (!catalogue.detachPending(leaf).orElse(true)) {
                throw new LeafBusyException(leaf, e);
            }
        }
        return catalogue.detachPending(leaf).isEmpty();
    }

    /**
     * Drops a leaf that is a table of its own; it may be gone already.
     *
     * @throws LeafBusyException when others hold it for longer than a lock timeout
     */
    public void drop(String leaf) throws SQLException {
        try {
            withinLockTimeout("DROP TABLE IF EXISTS " + leaf);
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            throw new LeafBusyException(leaf, e);
        }
    }

    /** Returns when all transactions have ended that were open when it was called. */
    private void awaitOthers(String parent, String leaf) throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        Set<String> open = others.on(parent, leaf);
        while (!open.isEmpty()) {
            if (System.nanoTime() - begun >= lockTimeout.toNanos()) {
                throw new LeafBusyException(leaf, null);
            }
            pulse.beat();
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            open.retainAll(others.on(parent, leaf));
        }
    }

    private void withinLockTimeout(String sql) throws SQLException {
        execute("SET lock_timeout = " + lockTimeout.toMillis());
        try {
            execute(sql);
        } finally {
            if (!connection.isClosed()) {
                execute("RESET lock_timeout");
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
