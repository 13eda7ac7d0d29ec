package dev.clacks.ingest.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.event.BatchScanner;
import dev.clacks.common.event.EventRules;
import dev.clacks.common.event.InvalidBatchException;
import dev.clacks.common.event.ScannedEvent;
import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.ingest.auth.Signature;
import dev.clacks.testkit.time.Await;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * What no door could leave out: the HMAC of a body, one streaming pass over it, and bringing its events into Kafka,
 * compressed and acknowledged. Keys, values and headers of the records are there already.
 */
final class Parts implements AutoCloseable {

    private record Prepared(int partition, List<byte[]> keys, List<byte[]> values) {}

    private final SecretKeySpec key = Signature.key("a secret of the usual length, 0123456789abcdef");
    private final BatchScanner scanner = new BatchScanner(EventRules.defaults(), 1000);
    private final List<Header> headers = List.of(
            new RecordHeader(EventHeaders.ORG_ID, "org_12345678".getBytes(UTF_8)),
            new RecordHeader(EventHeaders.APP_ID, "app_12345678".getBytes(UTF_8)),
            new RecordHeader(EventHeaders.VERSION, EventHeaders.FORMAT_VERSION.getBytes(UTF_8)));
    private final List<Prepared> prepared = new ArrayList<>();
    private final List<byte[]> bodies;
    private final Instant now;
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final ExecutorService senders;
    private final int connections;

    Parts(List<byte[]> bodies, Instant now, Producer<byte[], byte[]> producer, String topic, int connections)
            throws InvalidBatchException {
        this.bodies = bodies;
        this.now = now;
        this.producer = producer;
        this.topic = topic;
        this.connections = connections;
        this.senders = Executors.newFixedThreadPool(connections);
        int partitions =
                Await.until("partitions", () -> producer.partitionsFor(topic).size(), count -> count > 0);
        for (byte[] body : bodies) {
            var keys = new ArrayList<byte[]>();
            var values = new ArrayList<byte[]>();
            for (ScannedEvent event : scanner.scan(body, body.length, now).events()) {
                keys.add(String.valueOf(event.id()).getBytes(UTF_8));
                values.add(Arrays.copyOfRange(body, event.start(), event.end()));
            }
            prepared.add(new Prepared(Math.floorMod(Arrays.hashCode(keys.getFirst()), partitions), keys, values));
        }
        var ready = new HashSet<Integer>();
        for (Prepared batch : prepared) {
            if (ready.add(batch.partition())) {
                Await.untilTrue("partition " + batch.partition() + " to take records", () -> sent(batch));
            }
        }
    }

    void hmac(int batches) {
        for (int i = 0; i < batches; i++) {
            byte[] body = bodies.get(i % bodies.size());
            if (Signature.sign(key, "1790000000", "550e8400-e29b-41d4-a716-446655440000", body, body.length).length
                    != 32) {
                throw new IllegalStateException("no signature");
            }
        }
    }

    void scan(int batches) throws InvalidBatchException {
        for (int i = 0; i < batches; i++) {
            byte[] body = bodies.get(i % bodies.size());
            if (scanner.scan(body, body.length, now).accepted() != TypicalBatches.EVENTS) {
                throw new IllegalStateException("not all events were accepted");
            }
        }
    }

    /** As many requests at once as the door has connections: Kafka's client shares its work among them. */
    void send(int batches) throws InterruptedException, ExecutionException {
        var next = new AtomicInteger();
        var futures = new ArrayList<Future<?>>();
        for (int i = 0; i < connections; i++) {
            futures.add(senders.submit(() -> {
                for (int n = next.getAndIncrement(); n < batches; n = next.getAndIncrement()) {
                    sendOne(prepared.get(n % prepared.size()));
                }
                return null;
            }));
        }
        for (Future<?> future : futures) {
            future.get();
        }
    }

    private boolean sent(Prepared batch) throws InterruptedException {
        try {
            sendOne(batch);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private void sendOne(Prepared batch) throws InterruptedException {
        var failed = new AtomicReference<@Nullable Exception>();
        var open = new CountDownLatch(batch.keys().size());
        for (int i = 0; i < batch.keys().size(); i++) {
            var record = new ProducerRecord<>(
                    topic,
                    batch.partition(),
                    now.toEpochMilli(),
                    batch.keys().get(i),
                    batch.values().get(i),
                    headers);
            var _ = producer.send(record, (_, failure) -> {
                if (failure != null) {
                    failed.set(failure);
                }
                open.countDown();
            });
        }
        open.await();
        if (failed.get() != null) {
            throw new IllegalStateException("Kafka did not acknowledge a batch", failed.get());
        }
    }

    @Override
    public void close() {
        senders.close();
        producer.close();
    }
}
