package dev.clacks.common.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    @Test
    void aWaitLiesBetweenHalfItsBoundAndItsBound() {
        var random = new Random(7);
        for (int attempt = 1; attempt < 100; attempt++) {
            long bound = Math.min(5_000, 100L << Math.min(attempt - 1, 20));
            assertThat(backoff.delay(attempt, random).toMillis()).isBetween(bound / 2, bound);
        }
    }

    @Test
    void theCountOfAttemptsMayOverflowNothing() {
        assertThat(backoff.delay(Integer.MAX_VALUE, new Random(1)))
                .isBetween(Duration.ofMillis(2500), Duration.ofSeconds(5));
        Duration decade = Duration.ofDays(3650);
        assertThat(new Backoff(decade, decade).delay(40, new Random(1))).isBetween(decade.dividedBy(2), decade);
    }

    @Test
    void countingMayBeginAnywhere() {
        assertThat(backoff.delay(-5, new Random(1))).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @Test
    void boundsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofNanos(999_999), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
