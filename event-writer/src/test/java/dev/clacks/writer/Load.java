package dev.clacks.writer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A thread that publishes to all partitions, as fast as Kafka acknowledges, until it is stopped. */
final class Load implements AutoCloseable {

    private static final int BATCH = 50;

    /** Longer than a producer tries before it gives a record up. */
    private static final Duration LAST_ACKNOWLEDGED = Duration.ofMinutes(3);

    private final Pipeline pipeline;
    private final int partitions;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    Load(Pipeline pipeline, int partitions) {
        this.pipeline = pipeline;
        this.partitions = partitions;
        this.thread = Thread.ofPlatform().name("load").daemon().start(this::publish);
    }

    private void publish() {
        try {
            while (!stopping) {
                for (int partition = 0; partition < partitions; partition++) {
                    pipeline.publish(partition, BATCH);
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Returns when the last record is acknowledged; fails when one was not. */
    void stop() {
        stopping = true;
        try {
            if (!thread.join(LAST_ACKNOWLEDGED)) {
                throw new AssertionError("the load did not end within " + LAST_ACKNOWLEDGED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the load ended", e);
        }
        if (failure != null) {
            throw new AssertionError("Kafka did not take all of the load", failure);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
