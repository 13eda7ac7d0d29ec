package dev.clacks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.common.kafka.Topics;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.ledger.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Publishes as the front door does: the same bytes, keys, headers and timestamps, acknowledged before it returns. */
final class Door implements AutoCloseable {

    static final String ORG = "org_test";
    static final String APP = "app_test";

    private final Topics topics;
    private final Producer<byte[], byte[]> producer;
    private final Ledger ledger = Ledger.inMemory();

    Door(KafkaSettings kafka) {
        this.topics = kafka.topics();
        this.producer = KafkaClients.producer(kafka, Map.of("linger.ms", 0, "compression.type", "lz4"));
    }

    /** What it has published to the topic of events, all of it acknowledged. */
    Ledger ledger() {
        return ledger;
    }

    /** Publishes the events to one partition, received now. */
    List<RecordMetadata> publish(int partition, Collection<TestEvent> events) {
        return publish(partition, Instant.now(), events);
    }

    /** Publishes the events to one partition. */
    List<RecordMetadata> publish(int partition, Instant receivedAt, Collection<TestEvent> events) {
        var sent = new ArrayList<Future<RecordMetadata>>();
        for (TestEvent event : events) {
            sent.add(producer.send(new ProducerRecord<>(
                    topics.events(),
                    partition,
                    receivedAt.toEpochMilli(),
                    event.eventId().toString().getBytes(UTF_8),
                    event.bytes(),
                    headers(ORG, APP))));
        }
        List<RecordMetadata> acknowledged = await(sent);
        ledger.acknowledged(ORG, APP, events);
        return acknowledged;
    }

    /** Publishes something to the topic of events that the front door would never let through. */
    RecordMetadata publishRaw(int partition, byte @Nullable [] value, Header... headers) {
        return publishTo(topics.events(), partition, null, value, List.of(headers));
    }

    /** Publishes an event of {@link #APP} that the front door has refused. */
    RecordMetadata publishRefused(int partition, byte[] raw, String code, String field) {
        var headers = new ArrayList<>(headers(ORG, APP));
        headers.add(header(EventHeaders.ERROR_CODE, code));
        headers.add(header(EventHeaders.ERROR_FIELD, field));
        headers.add(header(EventHeaders.ERROR_MESSAGE, "refused by a test"));
        return publishTo(topics.failed(), partition, null, raw, headers);
    }

    private RecordMetadata publishTo(
            String topic, int partition, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        return await(List.of(producer.send(
                        new ProducerRecord<>(topic, partition, Instant.now().toEpochMilli(), key, value, headers))))
                .getFirst();
    }

    /** The headers of an accepted event. */
    static List<Header> headers(String org, String app) {
        return List.of(
                header(EventHeaders.ORG_ID, org),
                header(EventHeaders.APP_ID, app),
                header(EventHeaders.VERSION, EventHeaders.FORMAT_VERSION));
    }

    static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    private static List<RecordMetadata> await(List<Future<RecordMetadata>> sent) {
        var acknowledged = new ArrayList<RecordMetadata>();
        try {
            for (Future<RecordMetadata> future : sent) {
                acknowledged.add(future.get());
            }
            return acknowledged;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("not acknowledged", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
