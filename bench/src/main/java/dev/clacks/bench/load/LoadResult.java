package dev.clacks.bench.load;

import java.time.Duration;
import java.util.Map;

/**
 * What came of a load.
 *
 * @param batches acknowledged requests
 * @param events acknowledged events
 * @param took from the first request to the last answer
 * @param latencies quantiles, as a sentence
 * @param outcomes from HTTP status, or {@code no answer}, to how often it came
 */
public record LoadResult(long batches, long events, Duration took, String latencies, Map<String, Integer> outcomes) {

    /** Acknowledged events a second. */
    public double rate() {
        return events / Math.max(1e-9, took.toNanos() / 1e9);
    }
}
