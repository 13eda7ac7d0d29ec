package dev.clacks.writer.replay;

import java.time.Duration;
import java.time.InstantSource;

/** Keeps a replay at so many events a second at most: what was slower is not made up for. For one thread. */
final class Throttle {

    /** Waits; the real one sleeps. */
    @FunctionalInterface
    interface Sleep {
        void sleep(Duration time) throws InterruptedException;
    }

    private final int eventsPerSecond;
    private final InstantSource clock;
    private final Sleep sleep;
    private long dueMillis;

    /**
     * @param eventsPerSecond 0 for as fast as it goes
     * @param clock a steady one
     */
    Throttle(int eventsPerSecond, InstantSource clock, Sleep sleep) {
        this.eventsPerSecond = eventsPerSecond;
        this.clock = clock;
        this.sleep = sleep;
    }

    /** So many more: returns when the next may follow. */
    void took(int events) throws InterruptedException {
        if (eventsPerSecond > 0) {
            long now = clock.millis();
            dueMillis = Math.max(dueMillis, now) + events * 1000L / eventsPerSecond;
            sleep.sleep(Duration.ofMillis(dueMillis - now));
        }
    }
}
