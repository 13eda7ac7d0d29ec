package dev.clacks.common.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LogIntervalTest {

    private final LogInterval interval = new LogInterval(Duration.ofNanos(100));

    @Test
    void oneIsLetThroughAnIntervalAndTheNextSaysHowManyWereNot() {
        long start = Long.MAX_VALUE - 50; // it may pass from the greatest number to the least
        assertThat(interval.enter(start)).isZero();
        assertThat(interval.enter(start + 1)).isEqualTo(-1);
        assertThat(interval.enter(start + 99)).isEqualTo(-1);
        assertThat(interval.enter(start + 100)).isEqualTo(2);
        assertThat(interval.enter(start + 200)).isZero();
    }
}
