package dev.clacks.writer.consume;

import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.writer.chunk.RawRow;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.metrics.WriterMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls Kafka, hands rows to the lanes and commits offsets: the only class that touches the consumer. It never waits for
 * the database but when a partition is taken from it, and then within a bound.
 */
final class PollLoop implements ManagedLoop.Turn {

    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    private static final Duration LONGEST_POLL = Duration.ofMillis(100);
    private static final Duration SHORTEST_POLL = Duration.ofMillis(1);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REBUILD_PAUSE = Duration.ofSeconds(1);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final List<String> topics;
    private final RecordDecoder decoder;
    private final Lanes lanes;
    private final Dispatch dispatch;
    private final LogWatch watch;
    private final Jobs jobs;
    private final BlockingQueue<Report> inbox;
    private final Pace pace;
    private final InstantSource clock;
    private final WriterMetrics metrics;
    private final Rebalances rebalances = new Rebalances();
    private @Nullable Consumer<byte[], byte[]> consumer;
    private long committedAt;
    private volatile LoopState state = new LoopState(false, "", Map.of(), Instant.EPOCH);

    PollLoop(
            Supplier<Consumer<byte[], byte[]>> consumers,
            List<String> topics,
            RecordDecoder decoder,
            Lanes lanes,
            Dispatch dispatch,
            LogWatch watch,
            Jobs jobs,
            BlockingQueue<Report> inbox,
            Pace pace,
            InstantSource clock,
            WriterMetrics metrics) {
        this.consumers = consumers;
        this.topics = topics;
        this.decoder = decoder;
        this.lanes = lanes;
        this.dispatch = dispatch;
        this.watch = watch;
        this.jobs = jobs;
        this.inbox = inbox;
        this.pace = pace;
        this.clock = clock;
        this.metrics = metrics;
    }

    LoopState state() {
        return state;
    }

    @Override
    public void take() throws InterruptedException {
        Consumer<byte[], byte[]> current = consumer();
        try {
            turn(current);
        } catch (WakeupException | InterruptException e) {
            LOG.debug("woken up");
        } catch (InvalidOffsetException e) {
            outOfPlace(current, e);
        } catch (FencedInstanceIdException e) {
            throw e; // another process bears our group.instance.id: two would fence each other for ever
        } catch (RetriableException e) {
            LOG.warn("polling failed, tried again: {}", e.toString());
            await(REBUILD_PAUSE.toMillis());
        } catch (KafkaException e) {
            LOG.error("the consumer failed and is built anew", e);
            discardConsumer();
            await(REBUILD_PAUSE.toMillis());
        }
    }

    private void turn(Consumer<byte[], byte[]> current) throws InterruptedException {
        drain();
        long now = clock.millis();
        watch.ask(lanes, now);
        dispatch.submitDue(now);
        steer(current);
        commit(current, now);
        boolean saturated = dispatch.saturated(now);
        for (ConsumerRecord<byte[], byte[]> record : current.poll(saturated ? SHORTEST_POLL : pollTimeout(now))) {
            append(record);
        }
        metrics.polled(clock.millis());
        publish(current);
        if (saturated) {
            await(LONGEST_POLL.toMillis());
        }
    }

    private Duration pollTimeout(long now) {
        long due = Math.clamp(lanes.dueMillis(now) - now, SHORTEST_POLL.toMillis(), LONGEST_POLL.toMillis());
        return Duration.ofMillis(due);
    }

    private void append(ConsumerRecord<byte[], byte[]> record) {
        Lane lane = lanes.of(new TopicPartition(record.topic(), record.partition()));
        if (lane != null && lane.expects(record.offset())) {
            var row = lane.careful(record.offset()) ? new RawRow(record) : decoder.decode(record);
            lane.append(row, record.leaderEpoch().orElse(-1), clock.millis());
        }
    }

    /** Makes Kafka read where, and only where, the lanes want rows. */
    private void steer(Consumer<byte[], byte[]> current) {
        boolean room = lanes.room();
        Set<TopicPartition> paused = current.paused();
        Set<TopicPartition> pause = new HashSet<>();
        Set<TopicPartition> resume = new HashSet<>();
        lanes.forEach((partition, lane) -> {
            lane.takeSeek().ifPresent(offset -> current.seek(partition, offset));
            boolean wanted = room && lane.wantsRows();
            if (wanted && paused.contains(partition)) {
                resume.add(partition);
            } else if (!wanted && !paused.contains(partition)) {
                pause.add(partition);
            }
        });
        current.pause(pause);
        current.resume(resume);
    }

    private void commit(Consumer<byte[], byte[]> current, long now) {
        if (now - committedAt < pace.commit().toMillis()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(lanes.partitions());
        if (!offsets.isEmpty()) {
            committedAt = now;
            current.commitAsync(offsets, (told, failure) -> {
                if (failure != null) {
                    commitFailed(told.keySet(), failure);
                }
            });
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(Collection<TopicPartition> partitions) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (TopicPartition partition : partitions) {
            Lane lane = lanes.of(partition);
            if (lane != null) {
                lane.takeCommit().ifPresent(offset -> offsets.put(partition, new OffsetAndMetadata(offset)));
            }
        }
        return offsets;
    }

    private void commitFailed(Collection<TopicPartition> partitions, Exception failure) {
        metrics.offsetCommitFailed();
        LOG.debug("committing offsets of {} failed", partitions, failure);
        partitions.forEach(partition -> {
            Lane lane = lanes.of(partition);
            if (lane != null) {
                lane.commitFailed();
            }
        });
    }

    /** An offset is out of range, or the log was truncated: the claim finds out what is lost, and says so. */
    private void outOfPlace(Consumer<byte[], byte[]> current, InvalidOffsetException e) {
        LOG.error("Kafka does not have what is to be read next: {}", e.getMessage());
        rebalances.hold(current, e.partitions());
        dispatch.outOfPlace(OutOfPlace.of(e));
    }

    private void drain() {
        for (Report report = inbox.poll(); report != null; report = inbox.poll()) {
            dispatch.handle(report);
        }
    }

    private void await(long millis) throws InterruptedException {
        @Nullable Report report = inbox.poll(millis, TimeUnit.MILLISECONDS);
        if (report != null) {
            dispatch.handle(report);
        }
    }

    private void publish(Consumer<byte[], byte[]> current) {
        var stopped = new HashMap<TopicPartition, String>();
        lanes.forEach((partition, lane) -> {
            if (lane.phase() == Lane.Phase.STOPPED) {
                stopped.put(partition, lane.trouble());
            }
        });
        state = new LoopState(
                current.groupMetadata().generationId() > 0, dispatch.database().trouble(), stopped, watch.answeredAt());
    }

    private Consumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            consumer = consumers.get();
            consumer.subscribe(topics, rebalances);
        }
        return consumer;
    }

    private void discardConsumer() {
        Consumer<byte[], byte[]> old = consumer;
        consumer = null;
        rebalances.onPartitionsLost(lanes.partitions());
        if (old != null) {
            try {
                old.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(SHORTEST_POLL));
            } catch (KafkaException e) {
                LOG.debug("closing a failed consumer failed", e);
            }
        }
    }

    @Override
    public void wakeUp() {
        LOG.debug("asked to stop");
    }

    /** Finishes what is in flight, commits and leaves the group. */
    @Override
    public void close() {
        try (jobs) {
            if (consumer != null) {
                consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_TIMEOUT));
            }
        }
    }

    /** What happens when partitions come and go. Called by the consumer, on the loop's thread. */
    private final class Rebalances implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.info("assigned {}", partitions);
            lanes.add(partitions, clock.millis());
            if (consumer != null) {
                hold(consumer, partitions);
            }
        }

        /** Not read until claimed. The position is set so that Kafka need not be asked for one. */
        void hold(Consumer<byte[], byte[]> current, Collection<TopicPartition> partitions) {
            current.pause(partitions);
            partitions.forEach(partition -> current.seek(partition, 0));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            LOG.info("giving back {}", partitions);
            long deadline = clock.millis() + pace.revokeWithin().toMillis();
            try {
                while (anyBusy(partitions) && clock.millis() < deadline) {
                    PollLoop.this.await(Math.max(1, deadline - clock.millis()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Map<TopicPartition, OffsetAndMetadata> offsets = offsets(partitions);
            if (consumer != null && !offsets.isEmpty()) {
                try {
                    consumer.commitSync(offsets, COMMIT_TIMEOUT);
                } catch (KafkaException e) {
                    commitFailed(offsets.keySet(), e);
                }
            }
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            LOG.warn("lost {}: another writer may have them already", partitions);
            forget(partitions);
        }

        private boolean anyBusy(Collection<TopicPartition> partitions) {
            return partitions.stream().map(lanes::of).anyMatch(lane -> lane != null && lane.writing());
        }

        private void forget(Collection<TopicPartition> partitions) {
            lanes.remove(partitions);
            partitions.forEach(partition -> metrics.gone(partition.topic(), partition.partition()));
        }
    }
}
