package dev.clacks.writer.progress;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka says about a partition.
 *
 * @param topicId the topic's id now
 * @param begin the log's first offset
 * @param end the offset that the next record will get
 * @param committed the group's committed offset; null where there is none
 * @param committedEpoch the leader epoch committed with it; null where there is none
 */
public record LogState(
        UUID topicId,
        long begin,
        long end,
        @Nullable Long committed,
        @Nullable Integer committedEpoch) {}
