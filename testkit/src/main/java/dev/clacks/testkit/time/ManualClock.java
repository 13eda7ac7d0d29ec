package dev.clacks.testkit.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that shows what it was set to. Thread-safe. */
public final class ManualClock implements InstantSource {
    private Instant now;

    public ManualClock(Instant start) {
        this.now = start;
    }

    /** A clock that shows a time given as text, such as {@code 2026-11-24T12:00:00Z}. */
    public static ManualClock at(String instant) {
        return new ManualClock(Instant.parse(instant));
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Moves the hands by an amount, which may be negative, and returns what the clock shows then. */
    public synchronized Instant advance(Duration amount) {
        now = now.plus(amount);
        return now;
    }

    public synchronized void set(Instant instant) {
        now = instant;
    }
}
