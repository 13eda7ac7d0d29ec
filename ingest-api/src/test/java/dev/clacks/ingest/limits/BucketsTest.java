package dev.clacks.ingest.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.time.ManualClock;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class BucketsTest {

    private final ManualClock clock = ManualClock.at("2026-11-24T12:00:00Z");
    private final Buckets<String> buckets = new Buckets<>(100, new ClockMeter(clock));

    @Test
    void asManyPassAtOnceAsAMinuteAllowsAndNoMore() {
        for (int remaining = 2; remaining >= 0; remaining--) {
            assertThat(take(3)).isEqualTo(new Rate(true, 3, remaining, 0, now() + (3 - remaining) * 20L));
        }
        assertThat(take(3)).isEqualTo(new Rate(false, 3, 0, 20, now() + 60));
    }

    @Test
    void itRefillsEvenly() {
        drain(3);
        clock.advance(Duration.ofMillis(19_999));
        assertThat(take(3)).isEqualTo(new Rate(false, 3, 0, 1, now() + 41));
        clock.advance(Duration.ofMillis(1));
        assertThat(take(3).passed()).isTrue();
        assertThat(take(3).passed()).isFalse();
        clock.advance(Duration.ofHours(1));
        drain(3);
    }

    @Test
    void aRefusedRequestCostsNothing() {
        drain(3);
        for (int i = 0; i < 100; i++) {
            assertThat(take(3).retryAfterSeconds()).isEqualTo(20);
        }
    }

    @Test
    void anotherRateBeginsAnew() {
        drain(3);
        drain(5);
        drain(3);
    }

    @Test
    void theSystemsClockIsNotWhatRatesAreMeasuredBy() {
        assertThat(ClockMeter.of(InstantSource.system())).isSameAs(TimeMeter.SYSTEM_NANOTIME);
        assertThat(ClockMeter.of(clock)).isEqualTo(new ClockMeter(clock));
    }

    @Test
    void muchIsTakenAtOnceOrNothingAtAll() {
        long most = 50L << 30;
        assertThat(takeBytes(most, most - 3)).isEqualTo(new Rate(true, most, 3, 0, now() + 60));
        assertThat(takeBytes(most, 4).passed()).isFalse();
        assertThat(takeBytes(most, 3).passed()).isTrue();
        Rate refused = takeBytes(most, most / 2);
        assertThat(refused.passed()).isFalse();
        assertThat(refused.retryAfterSeconds()).isEqualTo(30);
        clock.advance(Duration.ofSeconds(30));
        assertThat(takeBytes(most, most / 2).passed()).isTrue();
        assertThat(takeBytes(most, 1).passed()).isFalse();
    }

    @Test
    void keysShareNothing() {
        drain(3);
        assertThat(buckets.take("other", 3, clock.instant()).passed()).isTrue();
    }

    @Test
    void noMoreBucketsAreKeptThanAllowed() {
        for (int i = 0; i < 10_000; i++) {
            buckets.take("key " + i, 3, clock.instant());
        }
        assertThat(buckets.size()).isLessThanOrEqualTo(100);
    }

    private void drain(int rate) {
        for (int i = 0; i < rate; i++) {
            assertThat(take(rate).passed()).isTrue();
        }
        assertThat(take(rate).passed()).isFalse();
    }

    private Rate takeBytes(long rate, long bytes) {
        return buckets.take("key", rate, bytes, clock.instant());
    }

    private Rate take(int rate) {
        return buckets.take("key", rate, clock.instant());
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
