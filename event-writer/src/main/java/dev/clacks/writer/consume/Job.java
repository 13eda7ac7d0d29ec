package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.progress.LogState;
import dev.clacks.writer.progress.Renewals.Renewal;
import dev.clacks.writer.progress.TopicSeen;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What the loop asks of its store worker. */
sealed interface Job {

    /**
     * Claim these partitions, whose logs stand there.
     *
     * @param lanes who asks: one that was given back meanwhile wants no answer, nor does who has its partition then
     */
    record Claim(Map<TopicPartition, LogState> logs, Map<TopicPartition, Lane> lanes) implements Job {}

    /** Store this chunk. */
    record Write(Chunk chunk) implements Job {}

    /**
     * Confirm these idle partitions, and note how far topics are stored as a whole.
     *
     * @param renewals none: only ask the database for a sign of life
     * @param topics as they were last seen; none before they were
     */
    record Renew(List<Renewal> renewals, List<TopicSeen> topics) implements Job {}
}
