package dev.clacks.writer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T10:00:00Z"));
    private final List<Duration> slept = new ArrayList<>();

    @Test
    void itWaitsUntilTheRateAllowsTheNext() throws Exception {
        Throttle throttle = throttle(100);

        throttle.took(50);
        throttle.took(25);

        assertThat(slept).containsExactly(Duration.ofMillis(500), Duration.ofMillis(250));
    }

    @Test
    void whatWasSlowerIsNotMadeUpFor() throws Exception {
        Throttle throttle = throttle(100);
        throttle.took(50);
        clock.advance(Duration.ofMinutes(2));

        throttle.took(150);

        assertThat(slept).containsExactly(Duration.ofMillis(500), Duration.ofMillis(1500));
    }

    @Test
    void noRateMeansNoWaiting() throws Exception {
        throttle(0).took(1_000_000);

        assertThat(slept).isEmpty();
    }

    private Throttle throttle(int rate) {
        return new Throttle(rate, clock, time -> {
            slept.add(time);
            clock.advance(time);
        });
    }
}
