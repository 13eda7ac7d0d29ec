package dev.clacks.common.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential waiting with jitter: attempt n waits between half of and the whole of {@code first * 2^(n-1)}, at most
 * {@code longest}. Half is fixed so that a retry is never immediate; half is random so that many clients of a
 * returning server do not come at once.
 *
 * @param first upper bound of the first wait, positive
 * @param longest upper bound of any wait
 */
public record Backoff(Duration first, Duration longest) {

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "a backoff needs 0 < first <= longest, not " + first + " and " + longest);
        }
    }

    /** How long to wait before the given attempt; the first retry is attempt 1. */
    public Duration delay(int attempt, RandomGenerator random) {
        int doublings = Math.min(Math.max(attempt, 1) - 1, 30);
        long bound = Math.min(longest.toMillis(), first.toMillis() << doublings);
        bound = bound <= 0 ? longest.toMillis() : bound;
        return Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1));
    }
}
