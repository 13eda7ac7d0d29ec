package dev.clacks.ingest.publish;

import dev.clacks.common.event.ScannedEvent;
import dev.clacks.common.kafka.Topics;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/**
 * Sends a batch's records and counts their acknowledgements. {@code publish} blocks where Kafka's client does: at most
 * its {@code max.block.ms}, once, since after the first record that cannot be handed over the rest is not tried.
 */
public final class KafkaEventPublisher implements EventPublisher {

    private final ReplaceableProducer producer;
    private final Topics topics;
    private final KafkaView kafka;

    public KafkaEventPublisher(ReplaceableProducer producer, Topics topics, KafkaView kafka) {
        this.producer = producer;
        this.topics = topics;
        this.kafka = kafka;
    }

    @Override
    public void publish(Publication publication, Acknowledgement acknowledgement) {
        Producer<byte[], byte[]> current = producer.current();
        List<ScannedEvent> events = publication.batch().events();
        var completion = new Completion(events.size(), new Watched(current, acknowledgement));
        var records = new BatchRecords(publication, topics);
        try {
            int eventPartitions = kafka.eventPartitions();
            int failedPartitions = kafka.failedPartitions();
            for (ScannedEvent event : events) {
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
