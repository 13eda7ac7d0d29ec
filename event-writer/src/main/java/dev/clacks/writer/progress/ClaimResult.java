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

    /**
     * Nothing may be read until people have looked at it, or a later try finds it mended.
     *
     * @param next the first offset that is not stored, by which the lag can be told meanwhile; null where that is not known
     * @param storedUpTo what was received before it is stored; null where that is not known
     */
    record Refused(
            String why, @Nullable Long next, @Nullable Instant storedUpTo) implements ClaimResult {}

    /**
     * Progress stands behind the log's end as Kafka told it before progress was read.
     *
     * @param why what is wrong where Kafka tells no later end when it is asked again
     * @param next where progress stands
     * @param end where the log ended
     */
    record Ahead(String why, long next, long end) implements ClaimResult {}

    /**
     * The database did not answer, or somebody holds the row: later.
     *
     * @param database whether it is the database; else it is the partition's own trouble
     */
    record Failed(String why, boolean database) implements ClaimResult {}
}
