package dev.clacks.writer.progress;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code writer_progress}, as far as a claim needs it.
 *
 * @param topicId the topic it belongs to
 * @param nextOffset the first offset that is not stored
 * @param leaderEpoch of the last record stored; null where none was told
 * @param endOffsetSeen the log's end as last seen; null where it never was
 * @param claim whose it is; {@link #BY_OPERATOR} where an operator set the offset
 * @param claimsWithoutProgress claims since something was stored that had not been stored before
 * @param inHandOffset the record that was marked "in hand" and not committed; null where none is
 * @param inHandDeaths how many processes have died with it in hand
 * @param skippedFrom where an operator skipped ahead from, while Kafka may not know of it; null where none did
 * @param skippedTo and to where
 * @param storedUpTo what was received before it had been stored: when the last record stored was received, or the log was last
 *     seen drained; null where neither ever was
 */
public record ProgressRow(
        UUID topicId,
        long nextOffset,
        @Nullable Integer leaderEpoch,
        @Nullable Long endOffsetSeen,
        UUID claim,
        int claimsWithoutProgress,
        @Nullable Long inHandOffset,
        int inHandDeaths,
        @Nullable Long skippedFrom,
        @Nullable Long skippedTo,
        @Nullable Instant storedUpTo) {

    /** The claim that says: an operator chose this offset, do not fall back behind it. */
    public static final UUID BY_OPERATOR = new UUID(0, 0);

    /** Whether a committed offset is merely what Kafka was told before an operator skipped ahead: no wish to rewind. */
    boolean skippedOver(long committed) {
        return skippedFrom != null && skippedTo != null && skippedFrom <= committed && committed < skippedTo;
    }
}
