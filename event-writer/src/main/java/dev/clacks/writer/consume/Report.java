package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.EndSeen;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.progress.ClaimResult;
import dev.clacks.writer.progress.LogState;
import dev.clacks.writer.progress.TopicSeen;
import dev.clacks.writer.store.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What other threads tell the loop. */
sealed interface Report {

    /**
     * A chunk's outcome.
     *
     * @param atMillis when it was known, in milliseconds since the epoch
     */
    record Wrote(Chunk chunk, Outcome outcome, long atMillis) implements Report {}

    /** Claims' results. */
    record ClaimsAnswered(Map<TopicPartition, ClaimResult> results, Map<TopicPartition, Lane> lanes)
            implements Report {}

    /**
     * Idle partitions were confirmed.
     *
     * @param lost but for these
     * @param completeThrough up to when everything received is stored, by topic, where that is known
     */
    record Renewed(Set<Owned> lost, Map<String, Instant> completeThrough) implements Report {}

    /** The database did not answer a renewal. */
    record NotRenewed(String why) implements Report {}

    /** Where the log of a partition stands that a lane asked for, before it is claimed. */
    record LogStands(TopicPartition partition, Lane lane, LogState log) implements Report {}

    /** Kafka does not tell where that log stands. */
    record LogUnknown(TopicPartition partition, Lane lane, String why) implements Report {}

    /** Where logs end. */
    record Ends(Map<TopicPartition, EndSeen> ends) implements Report {}

    /** What the topics look like, by name. */
    record Topics(Map<String, TopicSeen> seen) implements Report {}

    /** How long the topics keep a record, by name; null where they keep it for ever. */
    record Retention(Map<String, @Nullable Duration> byTopic) implements Report {}

    /** The store worker is no more: the loop must not wait for it. */
    record WorkerDied(Throwable cause) implements Report {}
}
