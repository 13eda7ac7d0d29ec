package dev.clacks.ingest.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.event.Rejection;
import dev.clacks.common.event.RejectionCode;
import dev.clacks.common.event.ScannedBatch;
import dev.clacks.common.event.ScannedEvent;
import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.common.kafka.Topics;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BatchRecordsTest {

    private static final UUID ID = UUID.fromString("550E8400-E29B-41D4-A716-446655440000");
    private static final Instant RECEIVED = Instant.parse("2026-11-24T12:00:00.123456Z");
    private static final byte[] BODY = "0123456789abcdefghij".getBytes(UTF_8);
    private static final Topics TOPICS = Topics.defaults();

    @Test
    void anAcceptedEventIsItsOwnBytesUnderItsId() {
        ProducerRecord<byte[], byte[]> record = record(BODY, new ScannedEvent(3, 8, ID, null), null);
        assertThat(record.topic()).isEqualTo(Topics.EVENTS);
        assertThat(record.value()).isEqualTo("34567".getBytes(UTF_8));
        assertThat(record.key()).isEqualTo("550e8400-e29b-41d4-a716-446655440000".getBytes(UTF_8));
        assertThat(record.timestamp()).isEqualTo(RECEIVED.toEpochMilli());
        assertThat(header(record, EventHeaders.ORG_ID)).isEqualTo("org_1");
        assertThat(header(record, EventHeaders.APP_ID)).isEqualTo("app_1");
        assertThat(header(record, EventHeaders.VERSION)).isEqualTo("1");
        assertThat(header(record, EventHeaders.TRACEPARENT)).isNull();
        assertThat(header(record, EventHeaders.ERROR_CODE)).isNull();
    }

    @Test
    void aRejectedEventBearsItsErrorAndItsDigest() throws GeneralSecurityException {
        var rejection = new Rejection(RejectionCode.INVALID_SCHEMA, "service.name", "Why.");
        ProducerRecord<byte[], byte[]> record = record(BODY, new ScannedEvent(10, 20, null, rejection), "00-trace");
        assertThat(record.topic()).isEqualTo(Topics.FAILED);
        assertThat(record.key()).isNull();
        assertThat(record.value()).isEqualTo("abcdefghij".getBytes(UTF_8));
        assertThat(header(record, EventHeaders.ERROR_CODE)).isEqualTo("invalid_schema");
        assertThat(header(record, EventHeaders.ERROR_FIELD)).isEqualTo("service.name");
        assertThat(header(record, EventHeaders.ERROR_MESSAGE)).isEqualTo("Why.");
        assertThat(header(record, EventHeaders.RAW_LENGTH)).isEqualTo("10");
        assertThat(header(record, EventHeaders.RAW_SHA256)).isEqualTo(sha256("abcdefghij".getBytes(UTF_8)));
        assertThat(header(record, EventHeaders.TRACEPARENT)).isEqualTo("00-trace");
    }

    @Test
    void aHugeRejectedEventIsCutButItsLengthAndDigestAreTrue() throws GeneralSecurityException {
        byte[] huge = new byte[300_000];
        Arrays.fill(huge, (byte) 'x');
        var rejection = new Rejection(RejectionCode.EVENT_TOO_LARGE, "", "Long.");
        ProducerRecord<byte[], byte[]> record = record(huge, new ScannedEvent(0, huge.length, ID, rejection), null);
        assertThat(record.value()).hasSize(256 * 1024);
        assertThat(header(record, EventHeaders.RAW_LENGTH)).isEqualTo("300000");
        assertThat(header(record, EventHeaders.RAW_SHA256)).isEqualTo(sha256(huge));
    }

    @Test
    void allRecordsOfABatchShareThePartitionOfItsFirstId() {
        var events = new ArrayList<ScannedEvent>();
        for (int i = 0; i < 20; i++) {
            events.add(new ScannedEvent(i, i + 1, UUID.randomUUID(), null));
        }
        Set<Integer> partitions = new HashSet<>();
        for (int attempt = 0; attempt < 2; attempt++) {
            var records = records(BODY, events, null);
            events.forEach(event -> partitions.add(records.of(event, 12, 12).partition()));
        }
        assertThat(partitions).hasSize(1);
    }

    @Test
    void batchesSpreadOverAllPartitions() {
        Set<Integer> partitions = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            var event = new ScannedEvent(0, 1, UUID.randomUUID(), null);
            partitions.add(records(BODY, List.of(event), null).of(event, 12, 12).partition());
        }
        assertThat(partitions).hasSize(12);
    }

    @Test
    void aBatchWhoseFirstIdCannotBeReadHasAPartitionToo() {
        var nameless = new ScannedEvent(0, 1, null, new Rejection(RejectionCode.INVALID_EVENT_ID, "event_id", "m"));
        assertThat(record(BODY, nameless, null).partition()).isBetween(0, 11);
    }

    private static ProducerRecord<byte[], byte[]> record(
            byte[] body, ScannedEvent event, @Nullable String traceparent) {
        return records(body, List.of(event), traceparent).of(event, 12, 12);
    }

    private static BatchRecords records(byte[] body, List<ScannedEvent> events, @Nullable String traceparent) {
        var batch = new ScannedBatch(events, events.size(), 0);
        return new BatchRecords(new Publication(body, batch, "org_1", "app_1", RECEIVED, traceparent), TOPICS);
    }

    private static @Nullable String header(ProducerRecord<byte[], byte[]> record, String name) {
        return EventHeaders.text(record.headers(), name);
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
