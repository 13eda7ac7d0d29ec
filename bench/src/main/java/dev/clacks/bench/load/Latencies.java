package dev.clacks.bench.load;

import java.time.Duration;
import java.util.Arrays;

/** Durations, exact: one long for each. Thread-safe. */
public final class Latencies {

    private long[] nanos = new long[1024];
    private int count;

    /** Adds one. */
    public synchronized void add(Duration took) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = took.toNanos();
    }

    /** Forgets all of them. */
    public synchronized void clear() {
        count = 0;
    }

    /** How many there are. */
    public synchronized int count() {
        return count;
    }

    /** Such as {@code 1.4 ms at the median, 3.9 ms at 99 %, 12 ms at most}. */
    public synchronized String summary() {
        if (count == 0) {
            return "no answers";
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return "%.1f ms at the median, %.1f ms at 90 %%, %.1f ms at 99 %%, %.1f ms at most"
                .formatted(at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(long[] sorted, double quantile) {
        int index = (int) Math.min(sorted.length - 1, Math.ceil(quantile * sorted.length) - 1);
        return sorted[Math.max(0, index)] / 1e6;
    }
}
