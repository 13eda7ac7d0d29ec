package dev.clacks.archiver.upkeep;

import dev.clacks.archiver.config.ArchiverSettings;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.metrics.ArchiverMetrics;
import dev.clacks.archiver.run.ArchiveSession;
import dev.clacks.archiver.run.Detachment;
import dev.clacks.archiver.store.ObjectStore;
import dev.clacks.archiver.store.ObjectStoreException;
import dev.clacks.common.app.Probe;
import dev.clacks.common.lifecycle.ManagedLoop.Turn;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does upkeep at every interval, sooner after a failure, and knows from it whether the database and the bucket answer. */
public final class UpkeepLoop implements Turn {

    private static final Logger LOG = LoggerFactory.getLogger(UpkeepLoop.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);
    private static final long LOOK_MILLIS = 500;
    private static final String NOT_ASKED = "has not been asked yet";

    private final ArchiverSettings settings;
    private final ObjectStore store;
    private final Pulse pulse;
    private final ArchiverMetrics metrics;
    private final InstantSource clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Instant next = Instant.MIN;
    private Set<String> left = Set.of();
    private volatile String databaseTrouble = NOT_ASKED;
    private volatile String storeTrouble = NOT_ASKED;
    private volatile @Nullable ArchiveSession current;

    public UpkeepLoop(
            ArchiverSettings settings, ObjectStore store, Pulse pulse, ArchiverMetrics metrics, InstantSource clock) {
        this.settings = settings;
        this.store = store;
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
        Duration every = settings.schedule().upkeepEvery().toJavaDuration();
        next = now.plus(well || every.compareTo(AFTER_FAILURE) < 0 ? every : AFTER_FAILURE);
    }

    private String upkeep() throws InterruptedException {
        try (ArchiveSession session = ArchiveSession.open(settings.databaseUrl())) {
            current = session;
            Backlog backlog =
                    Backlog.of(session.connection(), settings.archive().afterDays(), clock.instant());
            metrics.due(backlog.leaves(), backlog.since());
            var detachment = new Detachment(session.connection(), LOCK_TIMEOUT, pulse);
            var upkeep = new Upkeep(session.connection(), settings.upkeep(), detachment, clock);
            metrics.partitionsThrough(upkeep.partitionsAhead());
            upkeep.foldCounts();
            upkeep.forgetCredentialChanges();
            new Erasures(session.connection()).goOn();
            try {
                upkeep.dropOldFailures();
            } finally {
                tell(upkeep.left());
            }
            return "";
        } catch (SQLException e) {
            if (stopped.getCount() > 0) {
                LOG.warn("upkeep is not done and is tried again: {}", e.getMessage());
            }
            return "upkeep failed: " + e.getMessage();
        } finally {
            current = null;
        }
    }

    /** Once each time it is something else: what is held for hours is no news every few minutes. */
    private void tell(SortedMap<String, String> now) {
        metrics.upkeepLeft(now.size());
        if (now.keySet().equals(left)) {
            return;
        }
        if (now.isEmpty()) {
            LOG.info("nobody holds any more what upkeep had left");
        } else {
            LOG.warn("upkeep did the rest and leaves to its next round what others hold: {}", now);
        }
        left = Set.copyOf(now.keySet());
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

    /** Ends the statement that is waited for, too: whatever it was, it is done the next time. */
    @Override
    public void wakeUp() {
        stopped.countDown();
        ArchiveSession session = current;
        if (session != null) {
            session.abort();
        }
    }
}
