package dev.clacks.ingest.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Tape;
import dev.clacks.testkit.events.TestEvent;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PromiseIT {

    @RegisterExtension
    static final Door DOOR = new Door();

    @ParameterizedTest
    @EnumSource
    void d1WhatIsAnswered200IsInKafkaWhenTheAnswerComes(Dialect dialect) throws IOException {
        List<TestEvent> events = DOOR.events(50);
        Checks.answer(DOOR.send(DOOR.call(dialect, TestEvent.batch(events))), 200);
        for (TestEvent event : events) {
            assertThat(DOOR.accepted().withKey(event.eventId())).hasSize(1);
        }
    }

    /** Odd spacing, escapes, order, numbers and member names: whatever a client may send, none of it is written anew. */
    @Test
    void d2WhatIsInKafkaIsTheClientsOwnBytes() throws IOException {
        UUID id = UUID.randomUUID();
        String odd =
                "{ \"event\" :{\"data\":{\"b\":1E2,\"a\":-0.0,\"\\u0061b\":\"\\/\\u00fc\uD83D\uDE80\"},\n\t\"type\":\"x\"},"
                        + "\"user_id\":\"u\",\"service\":{\"version\":\"1\",\"name\":\"n\"} ,\"timestamp\":\""
                        + Instant.now()
                        + "\",\"event_id\":\"" + id.toString().toUpperCase(Locale.ROOT)
                        + "\",\"schema_version\":\"1.0\",\"zz\":[ ] }";
        byte[] body = ("\n{\"events\":\t[ " + odd + " ]}").getBytes(UTF_8);
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, body)), 200);
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, body).gzipped()), 200);
        var records = DOOR.accepted().withKey(id);
        assertThat(records)
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.value()).isEqualTo(odd.getBytes(UTF_8)));
    }

    @Test
    void recordsBearTheCanonicalIdsWhateverNamesTheClientUsed() throws IOException {
        for (Dialect dialect : Dialect.values()) {
            TestEvent event = DOOR.event();
            Instant before = Instant.now();
            Checks.answer(DOOR.send(DOOR.call(dialect, TestEvent.batch(List.of(event)))), 200);
            ConsumerRecord<byte[], byte[]> record =
                    DOOR.accepted().withKey(event.eventId()).getFirst();
            assertThat(Tape.header(record, EventHeaders.ORG_ID))
                    .isEqualTo(DOOR.tenant().orgId());
            assertThat(Tape.header(record, EventHeaders.APP_ID))
                    .isEqualTo(DOOR.tenant().appId());
            assertThat(Tape.header(record, EventHeaders.VERSION)).isEqualTo("1");
            assertThat(Instant.ofEpochMilli(record.timestamp())).isBetween(before.minusMillis(1), Instant.now());
        }
    }

    @Test
    void allRecordsOfARequestAreInOnePartitionInTheirOrderAndARetryMeetsThem() throws IOException {
        List<TestEvent> events = DOOR.events(100);
        byte[] body = TestEvent.batch(events);
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, body)), 200);
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, body)), 200);
        Set<Integer> partitions = new HashSet<>();
        long last = -1;
        for (TestEvent event : events) {
            var records = DOOR.accepted().withKey(event.eventId());
            assertThat(records).hasSize(2);
            records.forEach(record -> partitions.add(record.partition()));
            assertThat(records.getFirst().offset()).isGreaterThan(last);
            last = records.getFirst().offset();
        }
        assertThat(partitions).hasSize(1);
    }

    @Test
    void d4ARejectedEventIsQuarantinedWithItsErrorWhenTheAnswerComes() throws IOException, GeneralSecurityException {
        TestEvent good = DOOR.event();
        TestEvent bad = DOOR.event();
        String raw = bad.withUser("").json();
        byte[] body = ("{\"events\":[" + good.json() + ", " + raw + " ]}").getBytes(UTF_8);
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        Reply reply =
                Checks.answer(DOOR.send(DOOR.call(Dialect.DOCUMENTED, body).header("traceparent", traceparent)), 207);
        assertThat(reply.json().at("/errors/0/index").asInt()).isEqualTo(1);
        assertThat(reply.json().at("/errors/0/event_id").asText())
                .isEqualTo(bad.eventId().toString());
        assertThat(DOOR.accepted().withKey(bad.eventId())).isEmpty();
        assertThat(DOOR.failed().withKey(good.eventId())).isEmpty();
        var records = DOOR.failed().withKey(bad.eventId());
        assertThat(records).hasSize(1);
        ConsumerRecord<byte[], byte[]> record = records.getFirst();
        assertThat(record.value()).isEqualTo(raw.getBytes(UTF_8));
        assertThat(Tape.header(record, EventHeaders.ORG_ID))
                .isEqualTo(DOOR.tenant().orgId());
        assertThat(Tape.header(record, EventHeaders.APP_ID))
                .isEqualTo(DOOR.tenant().appId());
        assertThat(Tape.header(record, EventHeaders.ERROR_CODE)).isEqualTo("invalid_schema");
        assertThat(Tape.header(record, EventHeaders.ERROR_FIELD)).isEqualTo("user_id");
        assertThat(Tape.header(record, EventHeaders.ERROR_MESSAGE)).isNotBlank();
        assertThat(Tape.header(record, EventHeaders.RAW_LENGTH)).isEqualTo(Integer.toString(record.value().length));
        assertThat(Tape.header(record, EventHeaders.RAW_SHA256)).isEqualTo(sha256(record.value()));
        assertThat(Tape.header(record, EventHeaders.TRACEPARENT)).isEqualTo(traceparent);
    }

    @Test
    void d4AnEventWithoutAReadableIdIsQuarantinedWithoutAKey() throws IOException {
        String marker = "marker-" + UUID.randomUUID();
        byte[] body = ("{\"events\":[{\"x\":\"" + marker + "\"}]}").getBytes(UTF_8);
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, body)), 207);
        var records = DOOR.failed().holding(marker);
        assertThat(records).hasSize(1);
        assertThat(records.getFirst().key()).isNull();
    }

    @Test
    void d4AHugeEventIsCutButItsLengthAndDigestAreTrue() throws IOException, GeneralSecurityException {
        TestEvent event = DOOR.event().withData("\"" + "x".repeat(1 << 20) + "\"");
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, TestEvent.batch(List.of(event)))), 207);
        ConsumerRecord<byte[], byte[]> record =
                DOOR.failed().withKey(event.eventId()).getFirst();
        assertThat(record.value()).hasSize(256 * 1024);
        assertThat(Tape.header(record, EventHeaders.ERROR_CODE)).isEqualTo("event_too_large");
        assertThat(Tape.header(record, EventHeaders.RAW_LENGTH)).isEqualTo(Integer.toString(event.bytes().length));
        assertThat(Tape.header(record, EventHeaders.RAW_SHA256)).isEqualTo(sha256(event.bytes()));
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
