package dev.clacks.archiver.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Spells a row as bytes, one way only: a text is its length (4 bytes, -1 for NULL) and its UTF-8, a number 8 bytes, a
 * time its microseconds since the epoch. Grows to the largest row it has seen. Not thread-safe.
 */
final class RowBytes {

    private byte[] bytes = new byte[1024];
    private int length;

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Only what names the event. */
    void spellKey(EventKey key) {
        length = 0;
        text(key.orgId());
        text(key.appId());
        time(key.timestamp());
        uuid(key.eventId());
    }

    /** All columns, in their order. */
    void spell(ArchivedEvent row) {
        spellKey(row.key());
        text(row.userId());
        text(row.sessionId());
        text(row.eventType());
        text(row.eventCategory());
        text(row.eventData());
        text(row.serviceName());
        text(row.serviceVersion());
        text(row.serviceLanguage());
        text(row.serviceLanguageVersion());
        text(row.os());
        text(row.osVersion());
        text(row.arch());
        Boolean ci = row.ci();
        text(ci == null ? null : ci.toString());
        text(row.shell());
        text(row.sdkVersion());
        text(row.schemaVersion());
        text(row.extra());
        time(row.receivedAt());
        time(row.createdAt());
        UUID topic = row.kafkaTopicId();
        text(topic == null ? null : topic.toString());
        Integer partition = row.kafkaPartition();
        text(partition == null ? null : partition.toString());
        Long offset = row.kafkaOffset();
        text(offset == null ? null : offset.toString());
        number(row.retentionDays());
    }

    private void text(@Nullable String text) {
        if (text == null) {
            word(-1);
            return;
        }
        byte[] utf8 = text.getBytes(UTF_8);
        word(utf8.length);
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    private void time(Instant time) {
        number(Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000));
    }

    private void uuid(UUID uuid) {
        number(uuid.getMostSignificantBits());
        number(uuid.getLeastSignificantBits());
    }

    private void number(long value) {
        word((int) (value >>> 32));
        word((int) value);
    }

    private void word(int value) {
        room(4);
        bytes[length++] = (byte) (value >>> 24);
        bytes[length++] = (byte) (value >>> 16);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
