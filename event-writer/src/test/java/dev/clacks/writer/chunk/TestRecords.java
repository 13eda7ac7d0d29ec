package dev.clacks.writer.chunk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import dev.clacks.testkit.time.ManualClock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records as Kafka gives them. */
public final class TestRecords {

    public static final String TOPIC = "events";
    public static final String FAILED_TOPIC = "failed";
    public static final Instant RECEIVED_AT = Instant.parse("2026-11-25T10:00:00.123Z");
    public static final Source SOURCE = new Source(TOPIC, new UUID(1, 2), 3);
    private static final TestEvents EVENTS = new TestEvents(7, new ManualClock(RECEIVED_AT));

    private TestRecords() {}

    /** A valid event of organisation {@code org} and application {@code app}. */
    public static ConsumerRecord<byte[], byte[]> event(long offset) {
        return of(offset, EVENTS.next());
    }

    public static ConsumerRecord<byte[], byte[]> of(long offset, TestEvent event) {
        return record(TOPIC, offset, event.eventId().toString(), event.bytes(), accepted());
    }

    /** The headers that the front door gives an accepted event. */
    public static Map<String, String> accepted() {
        return Map.of(EventHeaders.ORG_ID, "org", EventHeaders.APP_ID, "app", EventHeaders.VERSION, "1");
    }

    public static ConsumerRecord<byte[], byte[]> record(
            String topic, long offset, @Nullable String key, byte @Nullable [] value, Map<String, String> headers) {
        return record(topic, offset, RECEIVED_AT.toEpochMilli(), key, value, headers);
    }

    /**
     * The same of another time.
     *
     * @param timestamp in milliseconds since the epoch
     */
    public static ConsumerRecord<byte[], byte[]> record(
            String topic,
            long offset,
            long timestamp,
            @Nullable String key,
            byte @Nullable [] value,
            Map<String, String> headers) {
        var all = new RecordHeaders();
        headers.forEach((name, text) -> all.add(name, text.getBytes(UTF_8)));
        return new ConsumerRecord<>(
                topic,
                SOURCE.partition(),
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                key == null ? -1 : key.length(),
                value == null ? -1 : value.length,
                key == null ? null : key.getBytes(UTF_8),
                value,
                all,
                Optional.of(5));
    }
}
