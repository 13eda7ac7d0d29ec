package dev.clacks.ingest.publish;

import dev.clacks.common.event.ScannedEvent;
import dev.clacks.common.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Sends a batch's records and counts their acknowledgements. {@code publish} blocks where Kafka's client does: each record
 * for less than its {@code max.block.ms}, all together for no more than {@code patience} and one record's turn. After that, or after
 * the first record that cannot be handed over, the rest is not tried.
 */
public final class KafkaEventPublisher implements EventPublisher {

    private final ReplaceableProducer producer;
    private final Topics topics;
    private final KafkaView kafka;
    private final Duration patience;
    private final LongSupplier nanoTime;

    /**
     * @param patience how long handing over one batch may take
     * @param nanoTime as {@link System#nanoTime}
     */
    public KafkaEventPublisher(
            ReplaceableProducer producer, Topics topics, KafkaView kafka, Duration patience, LongSupplier nanoTime) {
        this.producer = producer;
        this.topics = topics;
        this.kafka = kafka;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    @Override
    public void publish(Publication publication, Acknowledgement acknowledgement) {
        Producer<byte[], byte[]> current = producer.current();
        List<ScannedEvent> events = publication.batch().events();
        var completion = new Completion(events.size(), new Watched(current, acknowledgement));
        var records = new BatchRecords(publication, topics);
        long begun = nanoTime.getAsLong();
        try {
            int eventPartitions = kafka.eventPartitions();
            int failedPartitions = kafka.failedPartitions();
            for (ScannedEvent event : events) {
                if (nanoTime.getAsLong() - begun > patience.toNanos()) {
                    throw new TimeoutException(
                            "the batch could not be handed over within " + patience.toMillis() + " ms");
                }
                var _ = current.send(records.of(event, eventPartitions, failedPartitions), completion);
                if (completion.failed()) {
                    return;
                }
            }
            completion.allSent();
        } catch (KafkaException | IllegalStateException e) {
            completion.fail(e);
        }
    }

    /** Looks at each outcome for what it says about the producer and the cluster. */
    private final class Watched implements Acknowledgement {
        private final Producer<byte[], byte[]> used;
        private final Acknowledgement next;

        Watched(Producer<byte[], byte[]> used, Acknowledgement next) {
            this.used = used;
            this.next = next;
        }

        @Override
        public void durable() {
            kafka.acknowledged();
            next.durable();
        }

        @Override
        public void unavailable(Exception why) {
            next.unavailable(why);
            producer.replaceIfFatal(used, why);
        }
    }
}
