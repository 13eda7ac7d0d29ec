package dev.clacks.common.lifecycle;

import dev.clacks.common.app.Probe;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that takes turns until it is stopped. It dies with the first exception that a turn lets out: a dead loop is
 * a state of health that {@link #liveness()} shows, not a line in a log. Thread-safe.
 */
public final class ManagedLoop implements Managed {

    /** One turn: returns soon (within a few seconds) and leaves errors it can mend to its own retries. */
    public interface Turn {
        void take() throws Exception;

        /** Called on the loop's thread when it ends, however it ends. */
        default void close() throws Exception {}

        /** Called from another thread: makes a blocked {@link #take()} return. */
        default void wakeUp() {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(ManagedLoop.class);

    private final String name;
    private final Turn turn;
    private final Duration staleAfter;
    private final Duration stopWithin;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Instant lastTurn;
    private volatile String died = "";

    /**
     * @param staleAfter how old the last finished turn may be while the loop counts as alive
     * @param stopWithin how long {@link #stop()} waits for the current turn and its close
     */
    public ManagedLoop(String name, Turn turn, Duration staleAfter, Duration stopWithin, InstantSource clock) {
        this.name = name;
        this.turn = turn;
        this.staleAfter = staleAfter;
        this.stopWithin = stopWithin;
        this.clock = clock;
        this.lastTurn = clock.instant();
        this.thread = Thread.ofPlatform().name(name).unstarted(this::loop);
    }

    @Override
    public void start() {
        lastTurn = clock.instant();
        thread.start();
    }

    /** Asks the loop to end and waits for it, at most {@code stopWithin}. One that was never started has ended already. */
    @Override
    public void stop() throws InterruptedException {
        stopping = true;
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        turn.wakeUp();
        thread.join(stopWithin);
        if (thread.isAlive()) {
            LOG.warn("{} did not end within {}: it is interrupted", name, stopWithin);
            thread.interrupt();
            thread.join(Duration.ofSeconds(1));
        }
    }

    /** Whether the loop turns: the one thing a liveness probe may ask. */
    public Probe liveness() {
        return () -> {
            if (!died.isEmpty()) {
                return Probe.Outcome.failing("ended: " + died);
            }
            Duration age = Duration.between(lastTurn, clock.instant());
            return age.compareTo(staleAfter) > 0
                    ? Probe.Outcome.failing("last turned " + age.toSeconds() + " s ago")
                    : Probe.Outcome.OK;
        };
    }

    @SuppressWarnings("CatchingUnchecked") // whatever ends the loop must become visible
    private void loop() {
        try {
            while (!stopping) {
                turn.take();
                lastTurn = clock.instant();
            }
        } catch (Exception | Error e) {
            if (!stopping) {
                died = e.toString();
                LOG.error("{} ended", name, e);
            }
        } finally {
            try {
                turn.close();
            } catch (Exception e) {
                LOG.warn("{} did not close cleanly", name, e);
            }
        }
    }
}
