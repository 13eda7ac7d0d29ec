package dev.clacks.ingest.door;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.clacks.common.event.BatchScanner;
import dev.clacks.common.event.EventRules;
import dev.clacks.common.kafka.Topics;
import dev.clacks.common.metrics.Metrics;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.auth.NonceStore;
import dev.clacks.ingest.body.BodyBuffer;
import dev.clacks.ingest.body.Gunzip;
import dev.clacks.ingest.limits.InflightBudget;
import dev.clacks.ingest.limits.Scanners;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.ingest.publish.KafkaEventPublisher;
import dev.clacks.ingest.publish.KafkaView;
import dev.clacks.ingest.publish.ReplaceableProducer;
import dev.clacks.ingest.request.Coding;
import dev.clacks.ingest.request.RequestHeaders;
import dev.clacks.ingest.request.Target;
import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.testkit.time.ManualClock;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The door's parts in their order, with a producer that only takes note. For one thread. */
final class FuzzedDoor {

    static final int BODY_LIMIT = 64 * 1024;

    /** More than any body within the limit may cost, far less than one without would. */
    private static final long MOST_BYTES = 32L << 20;

    private static final String SECRET = "the fuzzer's";
    private static final Tenant TENANT =
            new Tenant("org_fuzz", UUID.randomUUID(), "app_fuzz", UUID.randomUUID(), SECRET, "no token");
    private static final Target TARGET = new Target.Path("org_fuzz", "app_fuzz");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ManualClock clock = ManualClock.at("2026-11-24T12:00:00Z");
    private final InflightBudget budget = new InflightBudget(1, 4L * BODY_LIMIT);
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final NonceStore nonces = new NonceStore(1000, Duration.ZERO);
    private final OneTenant tenant = new OneTenant(TENANT, clock);
    private final IngestMetrics metrics = new IngestMetrics(Metrics.bare().registry());
    private final BatchIntake intake = new BatchIntake(
            tenant.credentials(),
            nonces,
            tenant.limits(metrics),
            Scanners.forCores(() -> new BatchScanner(EventRules.defaults(), 10)),
            new KafkaEventPublisher(
                    new ReplaceableProducer(() -> kafka, System::nanoTime, () -> {}),
                    Topics.defaults(),
                    new KafkaView(Topics.defaults(), System::nanoTime),
                    Duration.ofMinutes(1),
                    System::nanoTime),
            metrics,
            clock);
    private boolean warm;

    /** Brings a request to its answer and asks whether that is one the protocol allows, and what reached Kafka. */
    void take(FuzzedInput input) throws Exception {
        kafka.clear();
        byte[] plain = new byte[0];
        var sink = new OneAnswer();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        try (InflightBudget.Lease lease = requireNonNull(budget.enter(), "the last request's lease")) {
            Map<String, List<String>> sent = new HashMap<>(input.headers());
            sent.putIfAbsent("Content-Type", List.of("application/json"));
            sent.putIfAbsent(
                    "X-Timestamp", List.of(Long.toString(clock.instant().getEpochSecond())));
            RequestHeaders.checkMediaType(sent.getOrDefault("Content-Type", List.of()));
            BodyBuffer body = inflated(sent, arrived(input, lease), lease);
            plain = Arrays.copyOf(body.array(), body.length());
            sign(sent, input.rightSecret(), plain);
            var headers = RequestHeaders.parse(name -> sent.getOrDefault(name, List.of()));
            intake.take(
                    new IngestRequest(TARGET, headers, body.array(), body.length(), clock.instant()),
                    sink,
                    Runnable::run);
            nonces.giveBack("app_fuzz", String.valueOf(headers.nonce()));
        } catch (RefusedException e) {
            sink.refuse(e.refusal());
        }
        long cost = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        // the first one also pays for loading the classes
        assertThat(warm ? cost : 0).isLessThan(MOST_BYTES);
        warm = true;
        assertThat(budget.bytes()).isZero();
        new FuzzedOutcome(sink, kafka.history()).check(input, plain);
    }

    /** The body as it comes in two pieces. */
    private static BodyBuffer arrived(FuzzedInput input, InflightBudget.Lease lease) throws RefusedException {
        byte[] body = input.body();
        var buffer = new BodyBuffer(lease, 0, BODY_LIMIT, -1);
        buffer.append(ByteBuffer.wrap(body, 0, body.length / 2));
        buffer.append(ByteBuffer.wrap(body, body.length / 2, body.length - body.length / 2));
        return buffer;
    }

    private static BodyBuffer inflated(Map<String, List<String>> sent, BodyBuffer arrived, InflightBudget.Lease lease)
            throws RefusedException {
        var unsigned = new HashMap<>(sent);
        unsigned.put("X-Signature", List.of("0".repeat(64)));
        var headers = RequestHeaders.parse(name -> unsigned.getOrDefault(name, List.of()));
        return headers.coding() == Coding.GZIP
                ? Gunzip.inflate(arrived.array(), arrived.length(), lease, BODY_LIMIT)
                : arrived;
    }

    private static void sign(Map<String, List<String>> sent, boolean right, byte[] plain) {
        String nonce = sent.containsKey("X-Nonce") ? sent.get("X-Nonce").getFirst() : null;
        String timestamp = sent.getOrDefault("X-Timestamp", List.of("")).getFirst();
        sent.putIfAbsent("X-Signature", List.of(Call.sign(right ? SECRET : "another's", timestamp, nonce, plain)));
    }
}
