package dev.clacks.writer.chunk;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row for {@code failed_events}.
 *
 * @param offset offset of the record
 * @param receivedAtMillis the record's timestamp, in milliseconds since the epoch; 0 where that is absurd
 * @param orgId canonical id of the organisation; empty where the record does not say
 * @param appId canonical id of the application; empty where the record does not say
 * @param eventId null where it cannot be read
 * @param timestampMicros when it happened, in microseconds since the epoch; null where it cannot be read
 * @param failure what is wrong with it
 * @param raw the first bytes of the event as the client sent it, at most {@value #MAX_RAW}; not to be changed
 * @param rawLength length of the whole
 * @param rawSha256 SHA-256 of the whole, 32 bytes; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record FailedRow(
        long offset,
        long receivedAtMillis,
        String orgId,
        String appId,
        @Nullable UUID eventId,
        @Nullable Long timestampMicros,
        Failure failure,
        byte[] raw,
        long rawLength,
        byte[] rawSha256)
        implements Row {

    /** How much of an event is kept, in bytes. */
    public static final int MAX_RAW = 262_144;

    @Override
    public int weight() {
        return 500 + raw.length;
    }
}
