package dev.clacks.archiver.upkeep;

import dev.clacks.archiver.config.UpkeepSettings;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.metrics.ArchiverMetrics;
import dev.clacks.archiver.run.ArchiveSession;
import dev.clacks.archiver.run.Detachment;
import dev.clacks.archiver.run.LeafBusyException;
import dev.clacks.archiver.store.ObjectStore;
import dev.clacks.archiver.store.ObjectStoreException;
import dev.clacks.common.app.Probe;
import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.common.lifecycle.ManagedLoop.Turn;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does upkeep at every interval, sooner after a failure, and knows from it whether the database and the bucket answer. */
public final class UpkeepLoop implements Turn {

    private static final Logger LOG = LoggerFactory.getLogger(UpkeepLoop.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);
    private static final long LOOK_MILLIS = 500;

    private final DatabaseUrl database;
    private final ObjectStore store;
    private final UpkeepSettings settings;
    private final Duration every;
    private final Pulse pulse;
    private final ArchiverMetrics metrics;
    private final InstantSource clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Instant next = Instant.MIN;
    private volatile String databaseTrouble = "has not been asked yet";
    private volatile String storeTrouble = "has not been asked yet";

    /** @param every from the start of one upkeep to the start of the next */
    public UpkeepLoop(
            DatabaseUrl database,
            ObjectStore store,
            UpkeepSettings settings,
            Duration every,
            Pulse pulse,
            ArchiverMetrics metrics,
            InstantSource clock) {
        this.database = database;
        this.store = store;
        this.settings = settings;
        this.every = every;
        this.pulse = pulse;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Whether PostgreSQL answered when it was last asked. */
    public Probe databaseProbe() {
        return () -> outcome(databaseTrouble);
    }

    /** Whether the bucket answered when it was last asked. */
    public Probe storeProbe() {
        return () -> outcome(storeTrouble);
    }

    private static Probe.Outcome outcome(String trouble) {
        return trouble.isEmpty() ? Probe.Outcome.OK : Probe.Outcome.failing(trouble);
    }

    @Override
    public void take() throws InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        databaseTrouble = upkeep();
        storeTrouble = askStore();
        boolean well = databaseTrouble.isEmpty() && storeTrouble.isEmpty();
        next = now.plus(well || every.compareTo(AFTER_FAILURE) < 0 ? every : AFTER_FAILURE);
    }

    private String upkeep() {
        try (ArchiveSession session = ArchiveSession.open(database)) {
            var upkeep = new Upkeep(
                    session.connection(), settings, new Detachment(session.connection(), LOCK_TIMEOUT, pulse), clock);
            metrics.partitionsAhead(upkeep.partitionsAhead());
            upkeep.foldCounts();
            upkeep.dropOldFailures();
            upkeep.forgetCredentialChanges();
            return "";
        } catch (LeafBusyException e) {
            LOG.info("upkeep is not done: {}", e.getMessage());
            return "";
        } catch (SQLException e) {
            LOG.warn("upkeep is not done and is tried again: {}", e.getMessage());
            return "upkeep failed: " + e.getMessage();
        }
    }

    private String askStore() {
        try {
            store.check();
            return "";
        } catch (ObjectStoreException e) {
            LOG.warn("nothing can be archived: {}", e.getMessage());
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void wakeUp() {
        stopped.countDown();
    }
}
