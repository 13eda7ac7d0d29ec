package dev.clacks.writer.consume;

import dev.clacks.writer.metrics.WriterMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kafka how far the lanes are, after the database knows it (W1). A commit that fails does no harm: the records are
 * read again and found stored.
 */
final class OffsetCommits {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Lanes lanes;
    private final Pace pace;
    private final WriterMetrics metrics;
    private long committedAt;

    OffsetCommits(Lanes lanes, Pace pace, WriterMetrics metrics) {
        this.lanes = lanes;
        this.pace = pace;
        this.metrics = metrics;
    }

    /**
     * Tells what is new, without waiting, if the last time is long enough ago; where a lane does not go on before Kafka knows,
     * at once, and waits for the answer.
     */
    void commit(Consumer<byte[], byte[]> consumer, long now) {
        List<TopicPartition> waiting = lanes.where(Lane::wantsConfirmation);
        if (!waiting.isEmpty()) {
            confirm(consumer, waiting);
        }
        if (now - committedAt < pace.commit().toMillis()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = untold(lanes.partitions());
        if (!offsets.isEmpty()) {
            committedAt = now;
            consumer.commitAsync(offsets, (told, failure) -> {
                if (failure != null) {
                    failed(told.keySet(), failure);
                }
            });
        }
    }

    /** Tells what is new of these partitions, and waits for the answer within a bound. */
    void commitNow(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = untold(partitions);
        if (!offsets.isEmpty()) {
            commitNow(consumer, offsets);
        }
    }

    private void confirm(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        partitions.forEach(partition -> lanes.find(partition)
                .ifPresent(lane -> offsets.put(
                        partition, new OffsetAndMetadata(lane.progress().stored()))));
        if (commitNow(consumer, offsets)) {
            offsets.forEach((partition, offset) ->
                    lanes.find(partition).ifPresent(lane -> lane.progress().confirmed(offset.offset())));
        }
    }

    private boolean commitNow(Consumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets, TIMEOUT);
            return true;
        } catch (KafkaException e) {
            failed(offsets.keySet(), e);
            return false;
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> untold(Collection<TopicPartition> partitions) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (TopicPartition partition : partitions) {
            lanes.find(partition)
                    .filter(lane -> lane.phase() == Lane.Phase.RUNNING)
                    .ifPresent(lane -> lane.progress()
                            .takeUntold()
                            .ifPresent(offset -> offsets.put(partition, new OffsetAndMetadata(offset))));
        }
        return offsets;
    }

    private void failed(Collection<TopicPartition> partitions, Exception failure) {
        metrics.offsetCommitFailed();
        LOG.debug("committing offsets of {} failed", partitions, failure);
        partitions.forEach(partition ->
                lanes.find(partition).ifPresent(lane -> lane.progress().notTold()));
    }
}
