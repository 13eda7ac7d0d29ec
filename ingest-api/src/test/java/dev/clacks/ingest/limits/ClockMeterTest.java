package dev.clacks.ingest.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.time.ManualClock;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class ClockMeterTest {

    @Test
    void theSystemsTimeIsMeasuredByAClockThatIsNeverSetBack() {
        assertThat(ClockMeter.of(InstantSource.system())).isSameAs(TimeMeter.SYSTEM_NANOTIME);
    }

    @Test
    void aClockOfOnesOwnIsFollowed() {
        ManualClock clock = ManualClock.at("2026-11-24T12:00:00.000000007Z");
        TimeMeter meter = ClockMeter.of(clock);
        long before = meter.currentTimeNanos();
        clock.advance(Duration.ofMillis(1_500));
        assertThat(meter.currentTimeNanos() - before).isEqualTo(1_500_000_000);
    }
}
