package dev.clacks.testkit.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.event.BatchScanner;
import dev.clacks.common.event.EventDecoder;
import dev.clacks.common.event.EventRules;
import dev.clacks.common.event.InvalidBatchException;
import dev.clacks.common.event.ScannedBatch;
import dev.clacks.common.event.TelemetryEvent;
import dev.clacks.testkit.time.ManualClock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestEventsTest {
    private final ManualClock clock = ManualClock.at("2026-11-24T12:00:00Z");

    @Test
    void theSameSeedGivesTheSameEvents() {
        assertThat(new TestEvents(7, clock).next(20)).isEqualTo(new TestEvents(7, clock).next(20));
    }

    @Test
    void anotherSeedGivesOtherIds() {
        assertThat(new TestEvents(7, clock).next().eventId())
                .isNotEqualTo(new TestEvents(8, clock).next().eventId());
    }

    @Test
    void everyEventPassesTheRulesOfTheDoor() throws InvalidBatchException {
        byte[] body = TestEvent.batch(new TestEvents(7, clock).next(1000));

        ScannedBatch scanned = new BatchScanner(EventRules.defaults(), 1000).scan(body, body.length, clock.instant());

        assertThat(scanned.accepted()).isEqualTo(1000);
        assertThat(scanned.rejected()).isZero();
    }

    @Test
    void thereAreSeveralTypes() {
        assertThat(new TestEvents(7, clock).next(100))
                .extracting(TestEvent::type)
                .contains("command_execution", "feature_used", "order.placed", "heartbeat");
    }

    @Test
    void theDecoderReadsWhatTheEventHolds() throws Exception {
        TestEvent event = new TestEvents(7, clock)
                .next()
                .withType("a.type")
                .withData("{\"n\":[1,2]}")
                .withExtra("\"trace\":7");

        TelemetryEvent decoded = new EventDecoder().decode(event.bytes());

        assertThat(decoded.eventId()).isEqualTo(event.eventId());
        assertThat(decoded.timestampMicros()).isEqualTo(event.timestampMicros());
        assertThat(decoded.eventType()).isEqualTo("a.type");
        assertThat(decoded.eventData()).isEqualTo("{\"n\":[1,2]}");
        assertThat(decoded.extra()).contains("\"trace\":7");
    }

    @Test
    void microsecondsAreTruncatedTowardThePast() {
        TestEvent event = new TestEvents(7, clock).next();

        assertThat(List.of(
                        event.withTimestamp(Instant.parse("2026-11-24T00:00:00.999999999Z"))
                                .timestampMicros(),
                        event.withTimestamp(Instant.parse("1969-12-31T23:59:59.9999995Z"))
                                .timestampMicros()))
                .containsExactly(1_795_478_400_999_999L, -1L);
    }
}
