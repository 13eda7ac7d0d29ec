package dev.clacks.ingest.publish;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Says no at once while Kafka is known to be away, and lets only so many threads into the producer, which may block each
 * of them for {@code max.block.ms}. Thread-safe.
 */
public final class GatedPublisher implements EventPublisher {

    /** A thread that only lost its turn on a busy processor gets in; one behind threads that block does not wait long. */
    private static final int PATIENCE_MILLIS = 100;

    private final EventPublisher next;
    private final KafkaView kafka;
    private final Semaphore senders;

    /** @param maxSenders threads that may be in {@code next.publish} at once */
    public GatedPublisher(EventPublisher next, KafkaView kafka, int maxSenders) {
        this.next = next;
        this.kafka = kafka;
        this.senders = new Semaphore(maxSenders);
    }

    @Override
    public void publish(Publication publication, Acknowledgement acknowledgement) {
        if (!kafka.reachable()) {
            acknowledgement.unavailable(new TimeoutException("Kafka cannot be reached"));
            return;
        }
        if (!enter()) {
            acknowledgement.unavailable(new TimeoutException("too many threads wait for the producer"));
            return;
        }
        try {
            next.publish(publication, acknowledgement);
        } finally {
            senders.release();
        }
    }

    private boolean enter() {
        try {
            return senders.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
