package dev.clacks.ingest.publish;

import dev.clacks.ingest.publish.EventPublisher.Acknowledgement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Counts a batch's records down, one object for all of them instead of a future for each. It speaks when the last one is
 * known, or at the first failure. Thread-safe.
 */
final class Completion implements Callback {

    private final AtomicInteger open;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Acknowledgement acknowledgement;

    /** @param records how many will be sent; one more is counted until {@link #allSent()} */
    Completion(int records, Acknowledgement acknowledgement) {
        this.open = new AtomicInteger(records + 1);
        this.acknowledgement = acknowledgement;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception != null) {
            fail(exception);
        } else {
            countDown();
        }
    }

    /** Every record was handed over. */
    void allSent() {
        countDown();
    }

    /** One record could not be brought there, or not even be handed over. */
    void fail(Exception exception) {
        if (failure.compareAndSet(null, exception)) {
            acknowledgement.unavailable(exception);
        }
    }

    boolean failed() {
        return failure.get() != null;
    }

    private void countDown() {
        if (open.decrementAndGet() == 0) {
            acknowledgement.durable();
        }
    }
}
