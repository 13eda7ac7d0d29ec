package dev.clacks.writer.consume;

import dev.clacks.writer.metrics.WriterMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kafka how far the lanes are, after the database knows it (W1). A commit that fails does no harm: the records are
 * read again and found stored. Only a lane whose records go one by one waits until Kafka has confirmed.
 */
final class OffsetCommits {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** All lanes wait for it. */
    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration CONFIRM_RETRY = Duration.ofSeconds(1);

    private final Lanes lanes;
    private final Pace pace;
    private final WriterMetrics metrics;
    private long committedAt;
    private long confirmNotBefore;
    private String trouble = "";

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
        confirm(consumer, lanes.where(Lane::wantsConfirmation), now);
        if (now - committedAt < pace.commit().toMillis()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = untold(lanes.partitions());
        if (!offsets.isEmpty()) {
            committedAt = now;
            // The consumer names no offsets where it fails before it has sent them.
            consumer.commitAsync(offsets, (_, failure) -> {
                if (failure == null) {
                    offsets.forEach((partition, offset) -> lanes.find(partition)
                            .ifPresent(lane -> lane.progress().taken(offset.offset())));
                } else {
                    failed(offsets.keySet(), failure);
                }
            });
        }
    }

    /** Tells what is new of these partitions, and waits for the answer within a bound. */
    void commitNow(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = untold(partitions);
        if (!offsets.isEmpty()) {
            try {
                consumer.commitSync(offsets, TIMEOUT);
            } catch (KafkaException e) {
                failed(offsets.keySet(), e);
            }
        }
    }

    /** Why lanes wait for a confirmation; empty while none does. */
    String trouble() {
        return trouble;
    }

    private void confirm(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> waiting, long now) {
        if (waiting.isEmpty()) {
            trouble = "";
            return;
        }
        if (now < confirmNotBefore) {
            return;
        }
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (TopicPartition partition : waiting) {
            lanes.find(partition)
                    .map(lane -> lane.progress().toTell())
                    .ifPresent(offset -> offsets.put(partition, offset));
        }
        try {
            consumer.commitSync(offsets, CONFIRM_TIMEOUT);
            trouble = "";
            offsets.forEach((partition, offset) ->
                    lanes.find(partition).ifPresent(lane -> lane.progress().confirmed(offset.offset())));
        } catch (KafkaException e) {
            confirmNotBefore = now + CONFIRM_TIMEOUT.plus(CONFIRM_RETRY).toMillis();
            if (trouble.isEmpty()) {
                LOG.warn("{} wait: Kafka does not confirm how far they are: {}", waiting, e.toString());
            }
            trouble = "Kafka does not take the offsets of " + waiting + ": " + e;
            failed(offsets.keySet(), e);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> untold(Collection<TopicPartition> partitions) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (TopicPartition partition : partitions) {
            lanes.find(partition)
                    .filter(lane -> lane.standing().phase() == Standing.Phase.RUNNING)
                    .ifPresent(
                            lane -> lane.progress().takeUntold().ifPresent(offset -> offsets.put(partition, offset)));
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
