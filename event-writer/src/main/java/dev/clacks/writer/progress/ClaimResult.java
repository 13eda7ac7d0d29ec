package dev.clacks.writer.progress;

import dev.clacks.writer.chunk.Owned;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of the wish to own a partition. */
public sealed interface ClaimResult {

    /**
     * Ours.
     *
     * @param owned the partition and the new claim
     * @param offset where to read from; progress stands there
     * @param leaderEpoch to seek with; null where unknown
     * @param careful whether the first records are to be taken one by one
     * @param storedUpTo what was received before it is stored; null where that is not known
     */
    record Claimed(
            Owned owned,
            long offset,
            @Nullable Integer leaderEpoch,
            boolean careful,
            @Nullable Instant storedUpTo) implements ClaimResult {}

    /** Nothing may be read until people have looked at it, or a later try finds it mended. */
    record Refused(String why) implements ClaimResult {}

    /**
     * Kafka or the database did not answer: later.
     *
     * @param database whether it was the database
     * @param committed the group's committed offset, by which the lag can be told meanwhile; null where Kafka told none
     */
    record Failed(String why, boolean database, @Nullable Long committed) implements ClaimResult {}
}
