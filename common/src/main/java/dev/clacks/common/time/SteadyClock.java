package dev.clacks.common.time;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Tells how much time has passed: it begins with the system's time and from then on never goes back nor jumps, whoever sets the
 * system's clock. For deadlines, pauses and the age of answers within a process. What time it is, it does not tell: for what
 * is compared with times of others ask {@link InstantSource#system()}. Thread-safe.
 */
public final class SteadyClock implements InstantSource {

    private final Instant begun;
    private final LongSupplier nanos;
    private final long begunNanos;

    public SteadyClock() {
        this(InstantSource.system().instant(), System::nanoTime);
    }

    /** @param nanos as {@link System#nanoTime} */
    SteadyClock(Instant begun, LongSupplier nanos) {
        this.begun = begun;
        this.nanos = nanos;
        this.begunNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return begun.plusNanos(nanos.getAsLong() - begunNanos);
    }
}
