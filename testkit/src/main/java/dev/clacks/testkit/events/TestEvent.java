package dev.clacks.testkit.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One event as a client sends it, with the members in the SDK's order. Texts must not need escaping in JSON, but for
 * {@code data} and {@code extra}, which are JSON.
 *
 * @param timestamp sent with nine digits of its second, as the Rust SDK does
 * @param category left out where null
 * @param data JSON text of {@code event.data}
 * @param extra JSON text of further members of the event, such as {@code "\"trace\":7"}; empty for none
 */
public record TestEvent(
        UUID eventId,
        Instant timestamp,
        String userId,
        String sessionId,
        String type,
        @Nullable String category,
        String data,
        String serviceName,
        String extra) {

    private static final DateTimeFormatter RFC_3339 =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter(Locale.ROOT);

    public TestEvent withId(UUID id) {
        return new TestEvent(id, timestamp, userId, sessionId, type, category, data, serviceName, extra);
    }

    public TestEvent withTimestamp(Instant instant) {
        return new TestEvent(eventId, instant, userId, sessionId, type, category, data, serviceName, extra);
    }

    public TestEvent withUser(String user) {
        return new TestEvent(eventId, timestamp, user, sessionId, type, category, data, serviceName, extra);
    }

    public TestEvent withType(String eventType) {
        return new TestEvent(eventId, timestamp, userId, sessionId, eventType, category, data, serviceName, extra);
    }

    public TestEvent withData(String json) {
        return new TestEvent(eventId, timestamp, userId, sessionId, type, category, json, serviceName, extra);
    }

    public TestEvent withExtra(String members) {
        return new TestEvent(eventId, timestamp, userId, sessionId, type, category, data, serviceName, members);
    }

    /** The timestamp in microseconds since the epoch, truncated toward the past as the server does it. */
    public long timestampMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, timestamp.truncatedTo(ChronoUnit.MICROS));
    }

    /** The event as JSON text. */
    public String json() {
        String sent = RFC_3339.format(timestamp);
        return """
                {"schema_version":"1.0.0","event_id":"%s","timestamp":"%s",\
                "service":{"name":"%s","version":"1.2.0","language":"rust","language_version":"1.75.0"},\
                "user_id":"%s","session_id":"%s",\
                "environment":{"os":"linux","arch":"x86_64","ci":false,"shell":"bash"},\
                "event":{"type":"%s",%s"data":%s},\
                "metadata":{"sdk_version":"telemetry-kit-rust/0.3.0","transmission_timestamp":"%s","batch_size":1,"retry_count":0}%s}""".formatted(
                        eventId,
                        sent,
                        serviceName,
                        userId,
                        sessionId,
                        type,
                        category == null ? "" : "\"category\":\"" + category + "\",",
                        data,
                        sent,
                        extra.isEmpty() ? "" : "," + extra);
    }

    /** The event's bytes: what a Kafka record holds. */
    public byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    /** The body of a request with these events. */
    public static byte[] batch(List<TestEvent> events) {
        return events.stream()
                .map(TestEvent::json)
                .collect(Collectors.joining(",", "{\"events\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
