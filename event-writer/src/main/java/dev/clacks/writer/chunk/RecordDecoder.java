package dev.clacks.writer.chunk;

import dev.clacks.common.event.EventDecoder;
import dev.clacks.common.event.EventRejectedException;
import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.writer.chunk.Failure.Stage;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record into a row. It never throws: what cannot be decoded becomes a {@link FailedRow}. Not thread-safe, as
 * {@link EventDecoder} is not.
 */
public final class RecordDecoder {

    private static final byte[] EMPTY = {};

    private final EventDecoder events = new EventDecoder();
    private final String failedTopic;

    /** @param failedTopic name of the topic whose records the front door has already refused */
    public RecordDecoder(String failedTopic) {
        this.failedTopic = failedTopic;
    }

    /** The row of a record of either topic. */
    public Row decode(ConsumerRecord<byte[], byte[]> record) {
        return record.topic().equals(failedTopic) ? quarantined(record) : event(record);
    }

    /** The row of a record that may not be decoded, whatever the reason. */
    public static FailedRow failed(ConsumerRecord<byte[], byte[]> record, Failure failure) {
        byte[] value = record.value() == null ? EMPTY : record.value();
        return new FailedRow(
                record.offset(),
                ReceiptTime.millis(record),
                EventHeaders.id(record.headers(), EventHeaders.ORG_ID),
                EventHeaders.id(record.headers(), EventHeaders.APP_ID),
                keyAsId(record),
                null,
                failure,
                cut(value),
                value.length,
                Failure.Digests.sha256().digest(value));
    }

    /** The row of an event that PostgreSQL refused. */
    public static FailedRow failed(EventRow row, Failure failure) {
        return new FailedRow(
                row.offset(),
                row.receivedAtMillis(),
                row.orgId(),
                row.appId(),
                row.event().eventId(),
                row.event().timestampMicros(),
                failure,
                cut(row.raw()),
                row.raw().length,
                Failure.Digests.sha256().digest(row.raw()));
    }

    @SuppressWarnings("CatchingUnchecked")
    private Row event(ConsumerRecord<byte[], byte[]> record) {
        String orgId = EventHeaders.id(record.headers(), EventHeaders.ORG_ID);
        String appId = EventHeaders.id(record.headers(), EventHeaders.APP_ID);
        if (orgId.isEmpty() || appId.isEmpty()) {
            return failed(
                    record,
                    new Failure(Stage.WRITER, "missing_header", "", "the record does not say whose event it is"));
        }
        if (!ReceiptTime.known(record)) {
            return failed(
                    record,
                    new Failure(Stage.WRITER, "absurd_timestamp", "", "the record's timestamp is no time of receipt"));
        }
        @Nullable String version = EventHeaders.text(record.headers(), EventHeaders.VERSION);
        if (!EventHeaders.FORMAT_VERSION.equals(version)) {
            return failed(
                    record,
                    new Failure(
                            Stage.WRITER,
                            "unsupported_format",
                            "",
                            "the record is of another format version than this writer reads"));
        }
        if (record.value() == null) {
            return failed(record, new Failure(Stage.WRITER, "empty_record", "", "the record has no value"));
        }
        try {
            return new EventRow(
                    record.offset(), record.timestamp(), orgId, appId, events.decode(record.value()), record.value());
        } catch (EventRejectedException e) {
            return failed(
                    record,
                    new Failure(
                            Stage.WRITER,
                            e.rejection().code().code(),
                            e.rejection().field(),
                            e.rejection().message()));
        } catch (RuntimeException e) {
            // A bug, and this record's alone: it must not stop what comes after it.
            return failed(
                    record,
                    new Failure(
                            Stage.WRITER,
                            "undecodable",
                            "",
                            "the decoder failed: " + e.getClass().getName()));
        }
    }

    private static FailedRow quarantined(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        byte[] value = record.value() == null ? EMPTY : record.value();
        @Nullable String code = EventHeaders.text(headers, EventHeaders.ERROR_CODE);
        var failure = new Failure(
                Stage.DOOR,
                code == null || code.isEmpty() ? Failure.UNKNOWN : code,
                textOrEmpty(headers, EventHeaders.ERROR_FIELD),
                textOrEmpty(headers, EventHeaders.ERROR_MESSAGE));
        byte @Nullable [] digest = hex(EventHeaders.text(headers, EventHeaders.RAW_SHA256));
        return new FailedRow(
                record.offset(),
                ReceiptTime.millis(record),
                EventHeaders.id(headers, EventHeaders.ORG_ID),
                EventHeaders.id(headers, EventHeaders.APP_ID),
                keyAsId(record),
                null,
                failure,
                cut(value),
                length(EventHeaders.text(headers, EventHeaders.RAW_LENGTH), value.length),
                digest == null ? Failure.Digests.sha256().digest(value) : digest);
    }

    private static byte[] cut(byte[] value) {
        return value.length <= FailedRow.MAX_RAW ? value : Arrays.copyOf(value, FailedRow.MAX_RAW);
    }

    private static String textOrEmpty(Headers headers, String name) {
        @Nullable String text = EventHeaders.text(headers, name);
        return text == null ? "" : text;
    }

    private static @Nullable UUID keyAsId(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.key().length != 36) {
            return null;
        }
        try {
            return UUID.fromString(new String(record.key(), java.nio.charset.StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static long length(@Nullable String header, int actual) {
        try {
            return header == null ? actual : Math.max(Long.parseLong(header), actual);
        } catch (NumberFormatException e) {
            return actual;
        }
    }

    private static byte @Nullable [] hex(@Nullable String header) {
        try {
            return header == null || header.length() != 64
                    ? null
                    : HexFormat.of().parseHex(header);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
