package dev.clacks.common.app;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Lets one line through an interval, and counts the others. Thread-safe. */
public final class LogInterval {

    private final long nanos;
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong leftOut = new AtomicLong();

    public LogInterval(Duration interval) {
        this.nanos = interval.toNanos();
    }

    /**
     * How many were left out before this one, or -1 where it is left out too.
     *
     * @param now by {@link System#nanoTime()}
     */
    public long enter(long now) {
        long before = last.get();
        if ((before != Long.MIN_VALUE && now - before < nanos) || !last.compareAndSet(before, now)) {
            leftOut.incrementAndGet();
            return -1;
        }
        return leftOut.getAndSet(0);
    }
}
