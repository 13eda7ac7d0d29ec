package dev.clacks.writer.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.event.TelemetryEvent;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.chunk.Source;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code events} in the binary format of COPY (PostgreSQL's manual, "COPY", "Binary Format"). The buffer is kept
 * from one call to the next; for one thread.
 */
final class BinaryCopy {

    /** The columns, in the order in which {@link #encode} writes them. */
    static final String COLUMNS = "event_id, \"timestamp\", received_at, kafka_offset, kafka_partition, retention_days,"
            + " kafka_topic_id, ci, org_id, app_id, user_id, session_id, event_type, event_category, service_name,"
            + " service_version, service_language, service_language_version, os, os_version, arch, shell, sdk_version,"
            + " schema_version, event_data, extra";

    private static final short COLUMN_COUNT = 26;
    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    /** PostgreSQL counts from 2000-01-01, in microseconds. */
    private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

    private static final byte JSONB_VERSION = 1;

    private byte[] buffer = new byte[256 * 1024];
    private int length;

    /** The whole stream for these rows; a view of the buffer, good until the next call. */
    ByteBuffer encode(Source source, List<PlacedRow> rows) {
        length = 0;
        bytes(SIGNATURE);
        for (PlacedRow row : rows) {
            row(source, row);
        }
        int16(-1);
        return ByteBuffer.wrap(buffer, 0, length);
    }

    private void row(Source source, PlacedRow placed) {
        EventRow row = placed.row();
        TelemetryEvent event = row.event();
        int16(COLUMN_COUNT);
        uuid(event.eventId());
        timestamp(event.timestampMicros());
        timestamp(Math.multiplyExact(row.receivedAtMillis(), 1000L));
        int32(Long.BYTES);
        int64(row.offset());
        int32(Integer.BYTES);
        int32(source.partition());
        int32(Integer.BYTES);
        int32(placed.retentionDays());
        uuid(source.topicId());
        bool(event.ci());
        text(row.orgId());
        text(row.appId());
        text(event.userId());
        text(event.sessionId());
        text(event.eventType());
        text(event.eventCategory());
        text(event.serviceName());
        text(event.serviceVersion());
        text(event.serviceLanguage());
        text(event.serviceLanguageVersion());
        text(event.os());
        text(event.osVersion());
        text(event.arch());
        text(event.shell());
        text(event.sdkVersion());
        text(event.schemaVersion());
        json(event.eventData());
        json(event.extra());
    }

    private void uuid(UUID id) {
        int32(2 * Long.BYTES);
        int64(id.getMostSignificantBits());
        int64(id.getLeastSignificantBits());
    }

    private void timestamp(long micros) {
        int32(Long.BYTES);
        int64(micros - EPOCH_2000_MICROS);
    }

    private void bool(@Nullable Boolean value) {
        if (value == null) {
            int32(-1);
        } else {
            int32(1);
            room(1);
            buffer[length++] = (byte) (value ? 1 : 0);
        }
    }

    private void text(@Nullable String value) {
        if (value == null) {
            int32(-1);
        } else {
            byte[] encoded = value.getBytes(UTF_8);
            int32(encoded.length);
            bytes(encoded);
        }
    }

    private void json(@Nullable String value) {
        if (value == null) {
            int32(-1);
        } else {
            byte[] encoded = value.getBytes(UTF_8);
            int32(1 + encoded.length);
            room(1);
            buffer[length++] = JSONB_VERSION;
            bytes(encoded);
        }
    }

    private void int16(int value) {
        room(2);
        buffer[length++] = (byte) (value >>> 8);
        buffer[length++] = (byte) value;
    }

    private void int32(int value) {
        room(4);
        INT.set(buffer, length, value);
        length += 4;
    }

    private void int64(long value) {
        room(8);
        LONG.set(buffer, length, value);
        length += 8;
    }

    private void bytes(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, buffer, length, value.length);
        length += value.length;
    }

    private void room(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
        }
    }

    private static final java.lang.invoke.VarHandle INT =
            java.lang.invoke.MethodHandles.byteArrayViewVarHandle(int[].class, java.nio.ByteOrder.BIG_ENDIAN);
    private static final java.lang.invoke.VarHandle LONG =
            java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.BIG_ENDIAN);
}
