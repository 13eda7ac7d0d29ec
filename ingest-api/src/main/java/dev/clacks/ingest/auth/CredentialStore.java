package dev.clacks.ingest.auth;

import io.dropwizard.lifecycle.Managed;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link Credentials} in memory, so that a request never waits for the database and strangers cannot load it. One
 * thread asks every {@code pollInterval} whether something changed, and at once when a notice comes or somebody unknown
 * calls (then at most every {@code unknownRefresh}). Thread-safe.
 */
public final class CredentialStore implements Managed {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialStore.class);

    /**
     * How fresh the store is.
     *
     * @param pollInterval between two looks at the database
     * @param unknownRefresh shortest time between two looks caused by unknown callers
     * @param hardAge how long credentials serve when the database cannot be reached
     */
    public record Ages(Duration pollInterval, Duration unknownRefresh, Duration hardAge) {}

    private record State(CredentialSource.Loaded loaded, Instant confirmedAt) {}

    private final CredentialSource source;
    private final Ages ages;
    private final InstantSource clock;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private boolean lookNow;
    private boolean stopping;
    private Instant lastMiss = Instant.MIN;
    private CompletableFuture<Void> nextLook = new CompletableFuture<>();
    private volatile @Nullable State state;

    public CredentialStore(CredentialSource source, Ages ages, InstantSource clock) {
        this.source = source;
        this.ages = ages;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("credentials").daemon().unstarted(this::loop);
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
     * it brings about; null where one took place a moment ago.
     */
    public @Nullable CompletableFuture<Void> refreshForUnknown() {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (lookNow) {
                return nextLook;
            }
            if (now.isBefore(lastMiss.plus(ages.unknownRefresh()))) {
                return null;
            }
            lastMiss = now;
            lookNow = true;
            wanted.signal();
            return nextLook;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() throws InterruptedException {
        lock.lock();
        try {
            stopping = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        thread.join(Duration.ofSeconds(3));
    }

    private Duration age(State of) {
        return Duration.between(of.confirmedAt(), clock.instant());
    }

    private void loop() {
        boolean failing = false;
        while (true) {
            CompletableFuture<Void> looked = beginLook();
            if (looked == null) {
                return;
            }
            try {
                look();
                if (failing) {
                    LOG.info("credentials can be read again");
                }
                failing = false;
            } catch (SQLException | RuntimeException e) {
                if (!failing) {
                    LOG.warn("credentials cannot be read, those in memory serve on: {}", e.toString());
                }
                failing = true;
            }
            looked.complete(null);
            try {
                awaitNext();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private @Nullable CompletableFuture<Void> beginLook() {
        lock.lock();
        try {
            lookNow = false;
            CompletableFuture<Void> current = nextLook;
            nextLook = new CompletableFuture<>();
            return stopping ? null : current;
        } finally {
            lock.unlock();
        }
    }

    /** The age counts from before the question was asked: a change committed meanwhile may not be in the answer. */
    private void look() throws SQLException {
        Instant asked = clock.instant();
        State now = state;
        if (now == null || source.changedSince(now.loaded())) {
            state = new State(source.load(), asked);
        } else {
            state = new State(now.loaded(), asked);
        }
    }

    private void awaitNext() throws InterruptedException {
        lock.lock();
        try {
            long nanos = ages.pollInterval().toNanos();
            while (!lookNow && !stopping && nanos > 0) {
                nanos = wanted.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
