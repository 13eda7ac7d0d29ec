package dev.clacks.writer.replay;

import java.time.Duration;
import java.time.InstantSource;

/** Keeps a replay at so many events a second, on average since it began. For one thread. */
final class Throttle {

    /** Waits; the real one sleeps. */
    @FunctionalInterface
    interface Sleep {
        void sleep(Duration time) throws InterruptedException;
    }

    private final int eventsPerSecond;
    private final InstantSource clock;
    private final Sleep sleep;
    private final long begunAt;
    private long taken;

    /** @param eventsPerSecond 0 for as fast as it goes */
    Throttle(int eventsPerSecond, InstantSource clock, Sleep sleep) {
        this.eventsPerSecond = eventsPerSecond;
        this.clock = clock;
        this.sleep = sleep;
        this.begunAt = clock.millis();
    }

    /** So many more: returns when the next may follow. */
    void took(int events) throws InterruptedException {
        taken += events;
        if (eventsPerSecond > 0) {
            long due = begunAt + taken * 1000 / eventsPerSecond;
            long wait = due - clock.millis();
            if (wait > 0) {
                sleep.sleep(Duration.ofMillis(wait));
            }
        }
    }
}
