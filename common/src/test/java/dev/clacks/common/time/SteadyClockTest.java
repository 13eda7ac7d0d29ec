package dev.clacks.common.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    private static final Instant BEGUN = Instant.parse("2026-11-25T10:00:00Z");

    /** As nanoTime may: it begins anywhere, and runs over. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);

    private final SteadyClock clock = new SteadyClock(BEGUN, nanos::get);

    @Test
    void itBeginsWithTheTimeItIsToldAndGoesOnByWhatHasPassed() {
        assertThat(clock.instant()).isEqualTo(BEGUN);

        nanos.addAndGet(2_500_000_000L);

        assertThat(clock.instant()).isEqualTo(BEGUN.plusMillis(2_500));
        assertThat(clock.millis()).isEqualTo(BEGUN.toEpochMilli() + 2_500);
    }
}
