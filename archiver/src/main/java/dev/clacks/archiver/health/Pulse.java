package dev.clacks.archiver.health;

import dev.clacks.common.app.Probe;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;

/**
 * Beats with every bit of work done, so that a liveness probe can tell long work from none, and ends work that is asked
 * to stop. Thread-safe.
 */
public final class Pulse {

    private final InstantSource clock;
    private volatile Instant last;
    private volatile boolean stopped;

    public Pulse(InstantSource clock) {
        this.clock = clock;
        this.last = clock.instant();
    }

    /**
     * Something was done.
     *
     * @throws CancellationException when the process is to stop; what was begun is resumed by the next one
     */
    public void beat() {
        last = clock.instant();
        if (stopped) {
            throw new CancellationException("stopped; the next run goes on from here");
        }
    }

    /** Makes the next {@link #beat()} throw. */
    public void stop() {
        stopped = true;
    }

    public boolean stopped() {
        return stopped;
    }

    /** Fails once the last beat is older than that. */
    public Probe liveness(Duration staleAfter) {
        return () -> {
            Duration age = Duration.between(last, clock.instant());
            return age.compareTo(staleAfter) > 0
                    ? Probe.Outcome.failing("no progress for " + age.toSeconds() + " s")
                    : Probe.Outcome.OK;
        };
    }
}
