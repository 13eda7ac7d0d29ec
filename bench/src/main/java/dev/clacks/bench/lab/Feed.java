package dev.clacks.bench.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.bench.lab.LabEvents.LabEvent;
import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Puts events into Kafka as the front door does, without one: what is measured comes after it. For one thread. */
public final class Feed implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final String topic;

    public Feed(KafkaSettings kafka) {
        this.producer = KafkaClients.producer(
                kafka, Map.of("linger.ms", 0, "compression.type", "lz4", "batch.size", 256 * 1024));
        this.topic = kafka.topics().events();
    }

    /** Sends all of them to one partition, received now, and waits until they are acknowledged. */
    public void send(int partition, List<LabEvent> events) throws InterruptedException {
        long now = System.currentTimeMillis();
        var sent = new ArrayList<Future<RecordMetadata>>(events.size());
        for (LabEvent each : events) {
            var record = new ProducerRecord<>(
                    topic,
                    partition,
                    now,
                    each.event().eventId().toString().getBytes(UTF_8),
                    each.event().bytes());
            record.headers()
                    .add(EventHeaders.ORG_ID, LabEvents.ORG.getBytes(UTF_8))
                    .add(EventHeaders.APP_ID, each.app().getBytes(UTF_8))
                    .add(EventHeaders.VERSION, EventHeaders.FORMAT_VERSION.getBytes(UTF_8));
            sent.add(producer.send(record));
        }
        for (Future<RecordMetadata> future : sent) {
            try {
                future.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("Kafka did not take an event", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
