package dev.clacks.writer.consume;

import dev.clacks.common.lifecycle.ManagedLoop;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
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
 * Polls Kafka, hands records to the lanes and has offsets committed. It never waits for the database but when a partition is
 * taken from it, and then within a bound.
 */
final class PollLoop implements ManagedLoop.Turn {

    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    private static final Duration LONGEST_POLL = Duration.ofMillis(100);
    private static final Duration SHORTEST_POLL = Duration.ofMillis(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REBUILD_PAUSE = Duration.ofSeconds(1);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final List<String> topics;
    private final Lanes lanes;
    private final Dispatch dispatch;
    private final Answers answers;
    private final OffsetCommits commits;
    private final LogWatch watch;
    private final LagReport lag;
    private final Jobs jobs;
    private final Duration revokeWithin;
    private final Runnable namesake;
    private final Clocks clocks;
    private @Nullable Consumer<byte[], byte[]> consumer;
    private volatile LoopState state = LoopState.NEW;

    /**
     * @param consumers makes a consumer: the first, and another when one has failed for good
     * @param topics what is read
     * @param revokeWithin how long giving a partition away waits for its chunks in flight
     * @param namesake told when another process bears our {@code group.instance.id}; the loop ends then
     */
    PollLoop(
            Supplier<Consumer<byte[], byte[]>> consumers,
            List<String> topics,
            Lanes lanes,
            Dispatch dispatch,
            Answers answers,
            OffsetCommits commits,
            LogWatch watch,
            LagReport lag,
            Jobs jobs,
            Duration revokeWithin,
            Runnable namesake,
            Clocks clocks) {
        this.consumers = consumers;
        this.topics = topics;
        this.lanes = lanes;
        this.dispatch = dispatch;
        this.answers = answers;
        this.commits = commits;
        this.watch = watch;
        this.lag = lag;
        this.jobs = jobs;
        this.revokeWithin = revokeWithin;
        this.namesake = namesake;
        this.clocks = clocks;
    }

    LoopState state() {
        return state;
    }

    @Override
    public void take() throws InterruptedException {
        try {
            turn(consumer());
        } catch (WakeupException | InterruptException e) {
            LOG.debug("woken up");
        } catch (InvalidOffsetException e) {
            outOfPlace(e);
        } catch (FencedInstanceIdException e) {
            namesake.run(); // two that go on would fence each other for ever
            throw e;
        } catch (RetriableException e) {
            LOG.warn("polling failed, tried again: {}", e.toString());
            answers.await(REBUILD_PAUSE.toMillis());
        } catch (KafkaException e) {
            LOG.error("the consumer failed and is built anew", e);
            discardConsumer();
            answers.await(REBUILD_PAUSE.toMillis());
        }
    }

    private void turn(Consumer<byte[], byte[]> current) throws InterruptedException {
        answers.drain();
        long now = clocks.steady().millis();
        watch.ask(lanes, now);
        commits.commit(current, now);
        dispatch.submitDue(now);
        steer(current);
        boolean saturated = dispatch.saturated(now);
        for (ConsumerRecord<byte[], byte[]> record : current.poll(saturated ? SHORTEST_POLL : pollTimeout(now))) {
            lanes.find(new TopicPartition(record.topic(), record.partition()))
                    .ifPresent(lane -> lane.append(record, clocks.steady().millis()));
        }
        lag.report(clocks.steady().millis(), clocks.wall().millis());
        publishState(current);
        if (saturated) {
            answers.await(LONGEST_POLL.toMillis());
        }
    }

    private Duration pollTimeout(long now) {
        long due = dispatch.dueMillis(now) - now;
        return Duration.ofMillis(Math.clamp(due, SHORTEST_POLL.toMillis(), LONGEST_POLL.toMillis()));
    }

    /** Makes Kafka read where, and only where, the lanes want records. */
    private void steer(Consumer<byte[], byte[]> current) {
        boolean room = lanes.room();
        Set<TopicPartition> paused = current.paused();
        Set<TopicPartition> pause = new HashSet<>();
        Set<TopicPartition> resume = new HashSet<>();
        lanes.forEach((partition, lane) -> {
            lane.takeSeek().ifPresent(offset -> current.seek(partition, offset));
            boolean wanted = room && lane.wantsRecords();
            if (wanted && paused.contains(partition)) {
                resume.add(partition);
            } else if (!wanted && !paused.contains(partition)) {
                pause.add(partition);
            }
        });
        current.pause(pause);
        current.resume(resume);
    }

    /** An offset is out of range, or the log was truncated: the claim finds out what is lost, and says so. */
    private void outOfPlace(InvalidOffsetException e) {
        LOG.error("Kafka does not have what is to be read next: {}", e.getMessage());
        if (consumer != null) {
            Rebalances.hold(consumer, e.partitions());
        }
        answers.outOfPlace(OutOfPlace.of(e));
    }

    private void publishState(Consumer<byte[], byte[]> current) {
        state = new LoopState(
                current.groupMetadata().generationId() > 0, // -1 until it has joined, and after it was expelled
                watch.answeredAt(),
                watch.trouble().isEmpty() ? commits.trouble() : watch.trouble(),
                dispatch.database().trouble(),
                lanes.stopped(),
                lag.hindered());
    }

    private Consumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            consumer = consumers.get();
            consumer.subscribe(topics, rebalances(consumer));
        }
        return consumer;
    }

    private Rebalances rebalances(Consumer<byte[], byte[]> of) {
        return new Rebalances(of, lanes, answers, commits, lag, jobs, revokeWithin, clocks.steady());
    }

    private void discardConsumer() {
        Consumer<byte[], byte[]> old = consumer;
        consumer = null;
        if (old != null) {
            rebalances(old).onPartitionsLost(lanes.partitions());
            try {
                old.close(CloseOptions.timeout(SHORTEST_POLL));
            } catch (KafkaException e) {
                LOG.debug("closing a failed consumer failed", e);
            }
        }
    }

    /** Finishes what is in flight, commits and leaves the group. */
    @Override
    public void close() {
        try (jobs) {
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
            }
        }
    }
}
