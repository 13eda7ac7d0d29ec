package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.EndSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/** How far a partition is stored, how far its log goes, and what of that Kafka has been told. */
final class LaneProgress {

    private static final long NOWHERE = -1;
    private static final Duration END_IS_OLD = Duration.ofSeconds(15);

    private long stored = NOWHERE;
    private @Nullable Integer leaderEpoch;
    private long told = NOWHERE;
    private long confirmed = NOWHERE;
    private long endAtLeast = NOWHERE;
    private long believed = NOWHERE;
    private @Nullable Instant storedUpTo;
    private @Nullable EndSeen endSeen;
    private @Nullable EndSeen caughtUp;

    /**
     * Everything below the offset is stored; what was known besides is forgotten.
     *
     * @param epoch leader epoch of the record before it; null for unknown
     */
    void start(long offset, @Nullable Integer epoch) {
        stored = offset;
        leaderEpoch = epoch;
        told = NOWHERE;
        confirmed = NOWHERE;
        endAtLeast = offset;
        endSeen = null;
        caughtUp = null;
        storedUpTo = null;
    }

    /** The group's committed offset, by which the lag is told before anything better is known; null for unknown. */
    void committed(@Nullable Long offset) {
        if (offset != null && believed < 0) {
            believed = offset;
        }
    }

    /**
     * Where progress stands, by which the lag is told of a partition that could never be claimed.
     *
     * @param upTo what was received before it is stored; null for unknown
     */
    void believed(long offset, @Nullable Instant upTo) {
        if (stored < 0) {
            believed = offset;
            storedUpTo = upTo;
        }
    }

    /** What was received before it is stored, or not known to be; null for unknown. */
    void storedUpTo(@Nullable Instant time) {
        storedUpTo = time;
    }

    /**
     * The earliest moment at which the first record that is not stored can have been received, in milliseconds: that of the last
     * one stored, or of the last look at a log that was drained. A partition's records are stored in the order in which
     * they were received, give or take the clocks of the doors.
     */
    OptionalLong oldestMillis() {
        long oldest = Math.max(
                storedUpTo == null ? NOWHERE : storedUpTo.toEpochMilli(),
                caughtUp == null ? NOWHERE : caughtUp.at().toEpochMilli());
        return oldest < 0 ? OptionalLong.empty() : OptionalLong.of(oldest);
    }

    /**
     * Everything below the offset has been committed.
     *
     * @param epoch leader epoch of the last record; negative where the broker told none
     * @param receivedAt when the last of it was received
     */
    void stored(long offset, int epoch, Instant receivedAt) {
        stored = offset;
        leaderEpoch = epoch < 0 ? leaderEpoch : Integer.valueOf(epoch);
        storedUpTo = receivedAt;
        if (endSeen != null) {
            sawEnd(endSeen);
        }
    }

    /** The offset below which everything is committed; negative before the first claim. */
    long stored() {
        return stored;
    }

    /**
     * The log ends there. Ends only grow: one that does not is that of another log (the topic was deleted and made again, or
     * truncated) and says nothing about this one, least of all that everything in it is stored.
     */
    void sawEnd(EndSeen end) {
        if (end.endOffset() < endAtLeast) {
            return;
        }
        endAtLeast = end.endOffset();
        endSeen = end;
        if (stored >= end.endOffset()) {
            caughtUp = end;
        }
    }

    /** The log's end as last seen. */
    Optional<EndSeen> endSeen() {
        return Optional.ofNullable(endSeen);
    }

    /** Whether Kafka has not told lately where the log ends, though it is asked every second; by the wall clock, however it was set. */
    boolean endIsOld(long wallMillis) {
        return endSeen == null || Math.abs(wallMillis - endSeen.at().toEpochMilli()) > END_IS_OLD.toMillis();
    }

    /** The latest end of the log that is stored. */
    Optional<EndSeen> caughtUp() {
        return Optional.ofNullable(caughtUp);
    }

    /** What Kafka has to be told: with the epoch, since by that it notices a log that was truncated and has grown again. */
    OffsetAndMetadata toTell() {
        return new OffsetAndMetadata(stored, Optional.ofNullable(leaderEpoch), "");
    }

    /** How many records are known to be in the log and not stored; empty where nothing is known. */
    OptionalLong behind() {
        if (endSeen == null) {
            return OptionalLong.empty();
        }
        if (stored < 0) {
            return believed < 0 || believed > endSeen.endOffset()
                    ? OptionalLong.empty()
                    : OptionalLong.of(endSeen.endOffset() - believed);
        }
        return OptionalLong.of(Math.max(0, endSeen.endOffset() - stored));
    }

    /** What Kafka should know to be done and has not been told; it counts as told from now on. */
    Optional<OffsetAndMetadata> takeUntold() {
        if (stored < 0 || stored == told) {
            return Optional.empty();
        }
        told = stored;
        return Optional.of(toTell());
    }

    /** Kafka has taken an offset that it was told; one from before the last claim counts for nothing. */
    void taken(long offset) {
        if (offset <= told) {
            confirmed = offset;
        }
    }

    /** What Kafka has last confirmed to be committed since the claim; null where nothing was. */
    @Nullable
    Long confirmedOffset() {
        return confirmed < 0 ? null : confirmed;
    }

    /** Kafka has confirmed that everything below the offset is done. */
    void confirmed(long offset) {
        confirmed = offset;
        told = offset;
    }

    /** Whether a process that started now would read on from just where this one stands. */
    boolean confirmed() {
        return confirmed == stored;
    }

    /** Kafka was not told after all. */
    void notTold() {
        told = NOWHERE;
    }
}
