package dev.clacks.ingest.auth;

import dev.clacks.common.lifecycle.ManagedLoop;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link Credentials} in memory, so that a request never waits for the database and strangers cannot load it. One
 * thread asks every {@code pollInterval} whether something changed, and at once when a notice comes or somebody unknown
 * calls (then at most every {@code unknownRefresh}). Thread-safe, but for {@link #take()}: one turn of a {@link ManagedLoop}.
 */
public final class CredentialStore implements ManagedLoop.Turn {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialStore.class);

    /**
     * How fresh the store is.
     *
     * @param pollInterval between two looks at the database
     * @param unknownRefresh shortest time between two looks caused by unknown callers
     * @param hardAge how long credentials serve when the database cannot be reached
     */
    public record Ages(Duration pollInterval, Duration unknownRefresh, Duration hardAge) {}

    /** How long somebody unknown waits for the database: meanwhile the body of the request stays in memory. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The least time between two readings of everything, however fast changes come. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** @param confirmedAt when the database was asked, by the meter */
    private record State(CredentialSource.Loaded loaded, long confirmedAt) {}

    private final CredentialSource source;
    private final Ages ages;
    private final LongSupplier nanos;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private boolean lookNow;
    private boolean stopping;
    private boolean failing;
    private boolean missed;
    private long lastMiss;
    private CompletableFuture<Void> nextLook = new CompletableFuture<>();
    private volatile @Nullable State state;

    /**
     * On a source.
     *
     * @param nanos measures time, from any origin, and never goes back: the system's clock may be set back, and revoked keys
     *     would live on until it had caught up
     */
    public CredentialStore(CredentialSource source, Ages ages, LongSupplier nanos) {
        this(source, ages, nanos, PATIENCE);
    }

    /** @param patience in place of {@link #PATIENCE} */
    CredentialStore(CredentialSource source, Ages ages, LongSupplier nanos, Duration patience) {
        this.source = source;
        this.ages = ages;
        this.nanos = nanos;
        this.patience = patience;
    }

    /** The credentials, or null where there are none yet or the database has not confirmed them for the hard age. */
    public @Nullable Credentials current() {
        State now = state;
        return now == null || age(now).compareTo(ages.hardAge()) > 0
                ? null
                : now.loaded().credentials();
    }

    /** Seconds since the database last confirmed the credentials; {@link Double#POSITIVE_INFINITY} before the first time. */
    public double ageSeconds() {
        State now = state;
        return now == null ? Double.POSITIVE_INFINITY : age(now).toMillis() / 1000.0;
    }

    /** Looks at the database as soon as possible. */
    public void refresh() {
        lock.lock();
        try {
            lookNow = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Somebody unknown calls: perhaps a new application. The future completes after the next look at the database, which
     * it brings about, or when that takes longer than {@link #PATIENCE}; null where one took place a moment ago.
     */
    public @Nullable CompletableFuture<Void> refreshForUnknown() {
        lock.lock();
        try {
            if (lookNow) {
                return patiently(nextLook);
            }
            long now = nanos.getAsLong();
            if (missed && now - lastMiss < ages.unknownRefresh().toNanos()) {
                return null;
            }
            missed = true;
            lastMiss = now;
            lookNow = true;
            wanted.signal();
            return patiently(nextLook);
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the database, then waits until it is time for the next look. */
    @Override
    public void take() throws InterruptedException {
        CompletableFuture<Void> looked = beginLook();
        boolean loaded = false;
        try {
            loaded = look();
            if (failing) {
                LOG.info("credentials can be read again");
            }
            failing = false;
        } catch (SQLException | RuntimeException e) {
            if (!failing) {
                LOG.warn(
                        "credentials cannot be read{}: {}",
                        state == null ? "" : ", those in memory serve on",
                        e.getMessage());
            }
            failing = true;
        }
        looked.complete(null);
        awaitNext(loaded);
    }

    @Override
    public void wakeUp() {
        lock.lock();
        try {
            stopping = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<Void> patiently(CompletableFuture<Void> look) {
        return look.copy().completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Duration age(State of) {
        return Duration.ofNanos(nanos.getAsLong() - of.confirmedAt());
    }

    private CompletableFuture<Void> beginLook() {
        lock.lock();
        try {
            lookNow = false;
            CompletableFuture<Void> current = nextLook;
            nextLook = new CompletableFuture<>();
            return current;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The age counts from before the question was asked: a change committed meanwhile may not be in the answer.
     *
     * @return whether all was read anew
     */
    private boolean look() throws SQLException {
        long asked = nanos.getAsLong();
        State now = state;
        if (now != null && !source.changedSince(now.loaded())) {
            state = new State(now.loaded(), asked);
            return false;
        }
        state = new State(source.load(), asked);
        return true;
    }

    private void awaitNext(boolean loaded) throws InterruptedException {
        lock.lock();
        try {
            long pause = loaded ? PAUSE.toNanos() : 0;
            while (!stopping && pause > 0) {
                pause = wanted.awaitNanos(pause);
            }
            long rest = ages.pollInterval().toNanos();
            while (!stopping && !lookNow && rest > 0) {
                rest = wanted.awaitNanos(rest);
            }
        } finally {
            lock.unlock();
        }
    }
}
