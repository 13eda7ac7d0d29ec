package dev.clacks.bench.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.event.BatchScanner;
import dev.clacks.common.event.EventRules;
import dev.clacks.testkit.events.TestEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventSourceTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration SPAN = Duration.ofDays(5);

    private final EventSource source = new EventSource(7, InstantSource.fixed(NOW), SPAN);

    @Test
    void makes_events_that_the_server_accepts() throws Exception {
        List<byte[]> events = source.next(1_000).stream().map(TestEvent::bytes).toList();
        byte[] body = Batch.of(events).body();

        var scanned = new BatchScanner(EventRules.defaults(), 1_000).scan(body, body.length, NOW);

        assertThat(scanned.accepted()).isEqualTo(1_000);
    }

    @Test
    void spreads_timestamps_over_the_span() {
        List<Instant> timestamps =
                source.next(1_000).stream().map(TestEvent::timestamp).toList();

        assertThat(timestamps).allSatisfy(time -> assertThat(time).isBetween(NOW.minus(SPAN), NOW));
        assertThat(timestamps.stream()
                        .map(time -> Duration.between(time, NOW).toDays())
                        .distinct())
                .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L);
    }
}
