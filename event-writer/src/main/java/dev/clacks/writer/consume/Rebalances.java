package dev.clacks.writer.consume;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens when partitions come and go. Called by its consumer, within a poll, on the loop's thread. */
final class Rebalances implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Rebalances.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Lanes lanes;
    private final Answers answers;
    private final OffsetCommits commits;
    private final LagReport lag;
    private final Jobs jobs;
    private final Duration revokeWithin;
    private final InstantSource clock;

    Rebalances(
            Consumer<byte[], byte[]> consumer,
            Lanes lanes,
            Answers answers,
            OffsetCommits commits,
            LagReport lag,
            Jobs jobs,
            Duration revokeWithin,
            InstantSource clock) {
        this.consumer = consumer;
        this.lanes = lanes;
        this.answers = answers;
        this.commits = commits;
        this.lag = lag;
        this.jobs = jobs;
        this.revokeWithin = revokeWithin;
        this.clock = clock;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        LOG.info("assigned {}", partitions);
        lanes.add(partitions);
        hold(consumer, partitions);
    }

    /**
     * Keeps partitions from being read until they are claimed. Kafka wants a position for each of them all the same, and finds
     * none of its own where nothing was committed yet: any will do, since a paused partition is not fetched.
     */
    static void hold(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
        partitions.forEach(partition -> consumer.seek(partition, 0));
    }

    /** Lets chunks in flight end, within a bound, else has them rolled back, and tells Kafka how far they got. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        LOG.info("giving back {}", partitions);
        answers.drain();
        long deadline = clock.millis() + revokeWithin.toMillis();
        try {
            while (anyWriting(partitions) && clock.millis() < deadline) {
                answers.await(Math.max(1, deadline - clock.millis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (anyWriting(partitions)) {
            jobs.cancel();
        }
        commits.commitNow(consumer, partitions);
        forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        LOG.warn("lost {}: another writer may have them already", partitions);
        if (anyWriting(partitions)) {
            jobs.cancel();
        }
        forget(partitions);
    }

    private boolean anyWriting(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .anyMatch(
                        partition -> lanes.find(partition).filter(Lane::writing).isPresent());
    }

    private void forget(Collection<TopicPartition> partitions) {
        lanes.remove(partitions);
        lag.gone(partitions);
    }
}
