package dev.clacks.archiver.schedule;

import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.metrics.ArchiverMetrics;
import dev.clacks.archiver.pass.Archiving;
import dev.clacks.archiver.pass.PassResult;
import dev.clacks.common.lifecycle.ManagedLoop.Turn;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a pass at every interval; one that failed is tried again sooner. */
public final class ArchiveLoop implements Turn {

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveLoop.class);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 1_000;

    private final Archiving archiving;
    private final Duration every;
    private final Pulse pulse;
    private final ArchiverMetrics metrics;
    private final InstantSource clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Instant next = Instant.MIN;

    /** @param every from the start of a pass to the start of the next */
    public ArchiveLoop(Archiving archiving, Duration every, Pulse pulse, ArchiverMetrics metrics, InstantSource clock) {
        this.archiving = archiving;
        this.every = every;
        this.pulse = pulse;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void take() throws InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            pulse.beat();
            return;
        }
        Duration wait = pass(now) || every.compareTo(AFTER_FAILURE) < 0 ? every : AFTER_FAILURE;
        next = now.plus(wait);
    }

    private boolean pass(Instant now) throws InterruptedException {
        try {
            PassResult result = archiving.pass(Duration.ZERO);
            metrics.passed(result, now);
            if (result.locked()) {
                LOG.info("another archiver is at work");
            } else if (result.archived() > 0 || !result.failures().isEmpty()) {
                LOG.info(
                        "archived {} leaves with {} rows; {} wait; {} failures",
                        result.archived(),
                        result.totals().rows(),
                        result.waiting().size(),
                        result.failures().size());
            }
            return result.failures().isEmpty();
        } catch (SQLException e) {
            if (!pulse.stopped()) {
                metrics.broken();
                LOG.warn("a pass broke off and is tried again: {}", e.getMessage());
            }
            return false;
        }
    }

    @Override
    public void wakeUp() {
        archiving.stop();
        stopped.countDown();
    }
}
