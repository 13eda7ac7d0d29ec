package dev.clacks.common.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential waiting with jitter: attempt n waits between half of and the whole of {@code first * 2^(n-1)}, at most
 * {@code longest}. Half is fixed so that a retry is never immediate; half is random so that many clients of a
 * returning server do not come at once.
 *
 * @param first upper bound of the first wait, at least a millisecond
 * @param longest upper bound of any wait
 */
public record Backoff(Duration first, Duration longest) {

    public Backoff {
        if (first.compareTo(Duration.ofMillis(1)) < 0 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "a backoff needs 1 ms <= first <= longest, not " + first + " and " + longest);
        }
    }

    /** How long to wait before the given attempt; the first retry is attempt 1. */
    public Duration delay(int attempt, RandomGenerator random) {
        int doublings = Math.min(Math.max(attempt, 1) - 1, Long.numberOfLeadingZeros(first.toMillis()) - 1);
        long bound = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1));
    }
}
