package dev.clacks.writer.progress;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a partition stands, for people.
 *
 * @param nextOffset the first offset that is not stored; null where no writer has claimed it yet
 * @param begin the log's first offset; null where Kafka did not tell
 * @param end the offset that the next record will get; null where Kafka did not tell
 * @param committed the group's committed offset; null where there is none
 * @param lag records that are not stored; null where progress and log do not fit each other, or Kafka did not tell
 * @param receivedAt when the last record stored was received
 * @param caughtUpAt when it was last seen to be drained
 * @param updatedAt the last sign of life of its writer
 * @param claim under which it is written
 * @param claimsWithoutProgress claims since something was stored last
 * @param inHandOffset a record under suspicion
 * @param inHandDeaths how many processes died with it
 * @param trouble why no writer would read it, and what to do; null while all is well
 */
public record PartitionProgress(
        String topic,
        UUID topicId,
        int partition,
        @Nullable Long nextOffset,
        @Nullable Long begin,
        @Nullable Long end,
        @Nullable Long committed,
        @Nullable Long lag,
        @Nullable Instant receivedAt,
        @Nullable Instant caughtUpAt,
        @Nullable Instant updatedAt,
        @Nullable UUID claim,
        int claimsWithoutProgress,
        @Nullable Long inHandOffset,
        int inHandDeaths,
        @Nullable String trouble) {}
