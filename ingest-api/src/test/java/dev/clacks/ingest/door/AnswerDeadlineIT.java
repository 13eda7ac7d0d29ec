package dev.clacks.ingest.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.event.BatchScanner;
import dev.clacks.common.event.EventRules;
import dev.clacks.common.metrics.Metrics;
import dev.clacks.ingest.auth.NonceStore;
import dev.clacks.ingest.config.CorsSettings;
import dev.clacks.ingest.config.LimitSettings;
import dev.clacks.ingest.limits.ClientAddresses;
import dev.clacks.ingest.limits.ClockMeter;
import dev.clacks.ingest.limits.FailedCallers;
import dev.clacks.ingest.limits.InflightBudget;
import dev.clacks.ingest.limits.Scanners;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.ingest.publish.EventPublisher;
import dev.clacks.ingest.publish.Publication;
import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.ingest.running.Wire;
import dev.clacks.ingest.server.CrossOrigin;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import dev.clacks.testkit.time.Await;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * D6 where whoever is to bring a batch into Kafka never says what became of it: the deadline answers, and nothing else. And what
 * becomes of an answer that its client does not read.
 */
final class AnswerDeadlineIT {

    /** Bytes; more than the buffers between the door and its client. */
    private static final int LARGE_ANSWER = 100_000;

    private static final Served SERVED = Served.read("/long", "/long");

    private final InstantSource clock = InstantSource.system();
    private final Tenant tenant = Tenant.fresh("deadline");
    private final OneTenant known = new OneTenant(tenant, clock);
    private final IngestMetrics metrics = new IngestMetrics(Metrics.bare().registry());
    private final InflightBudget budget = new InflightBudget(10, 4 << 20);
    private final Queue<EventPublisher.Acknowledgement> held = new ConcurrentLinkedQueue<>();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger threadsBack = new AtomicInteger();
    private volatile boolean silent = true;

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        connector.setAcceptedSendBufferSize(8 * 1024);
        connector.setIdleTimeout(600_000);
        server.addConnector(connector);
        var door = new DoorHandler(
                known.credentials(),
                new NonceStore(1000, java.time.Duration.ZERO),
                known.limits(metrics),
                new ClientAddresses(List.of()),
                new FailedCallers(10, () -> {}, clock, ClockMeter.of(clock)),
                Scanners.forCores(() -> new BatchScanner(EventRules.defaults(), 1000)),
                this::publish,
                budget,
                limits(),
                metrics,
                clock,
                new CrossOrigin(CorsSettings.defaults()),
                List.of(SERVED));
        door.setHandler(new LongAnswer());
        server.setHandler(door);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void aBatchThatIsNeverAcknowledgedIsA503AndTheSameRequestPassesLater() throws Exception {
        TestEvent event = TestEvents.fresh(clock).next();
        Call call = Call.of(tenant, Dialect.SDK, TestEvent.batch(List.of(event)), clock.instant());
        try (Wire wire = Wire.to(connector.getLocalPort())) {
            Reply reply = wire.send(call.bytes()).read();
            assertThat(reply.status()).as(reply.toString()).isEqualTo(503);
            assertThat(reply.code()).isEqualTo("buffer_unavailable");
            assertThat(reply.header("retry-after")).isEqualTo("2");
            assertThat(budget.bytes()).isZero();
            assertThat(budget.requests()).isZero();

            // where this process is held up the deadline may come before the batch does
            Await.untilEqual("batches that were handed over", 1, held::size);
            silent = false;
            assertThat(held).allSatisfy(EventPublisher.Acknowledgement::durable);
            // what comes too late answers nobody: the next answer is the next request's. It has the same deadline, and
            // whatever comes of one attempt, its nonce is there for the next
            Await.until(
                    "the same request to pass", () -> wire.send(call.bytes()).read(), next -> next.status() == 200);
        }
    }

    @Test
    void anAnswerThatIsNotReadIsHeldUntilItsConnectionIsEnded() {
        silent = false;
        // not at the first attempt where this process is held up and the deadline answers
        Await.untilTrue("an answer that its client does not read", this::isCutOffUnread);
    }

    private boolean isCutOffUnread() throws IOException {
        int before = answered.get();
        try (Wire wire = Wire.narrow(connector.getLocalPort())) {
            wire.send(largeAnswer().header("Connection", "close").bytes());
            Await.untilEqual("batches that were answered", before + 1, answered::get);
            long counted = Await.until(
                    "the answer to be counted, or gone already",
                    budget::bytes,
                    bytes -> bytes >= LARGE_ANSWER || bytes == 0);
            Await.untilEqual("bytes held", 0L, budget::bytes);
            Await.untilEqual("requests held", 0, budget::requests);
            String heard = wire.readToTheEnd();
            assertThat(heard).hasSizeLessThan(LARGE_ANSWER);
            return heard.startsWith("HTTP/1.1 207 ") && counted >= LARGE_ANSWER;
        }
    }

    @Test
    void anAnswerForWhichThereIsNoRoomIsA503AndTheSameRequestPassesLater() throws Exception {
        silent = false;
        Call call = largeAnswer();
        try (Wire wire = Wire.to(connector.getLocalPort())) {
            try (var large = requireNonNull(budget.enter());
                    var small = requireNonNull(budget.enter())) {
                assertThat(large.hold(3 << 20)).isTrue();
                assertThat(small.hold((1 << 20) - LARGE_ANSWER)).isTrue();
                Await.untilEqual("what is answered where there is no room", "503 overloaded", () -> {
                    Reply refused = wire.send(call.bytes()).read();
                    return refused.status() + " " + (refused.status() == 503 ? refused.code() : "");
                });
            }
            Await.until(
                    "the same request to pass", () -> wire.send(call.bytes()).read(), next -> next.status() == 207);
        }
        Await.untilEqual("bytes held", 0L, budget::bytes);
    }

    @Test
    void aThreadThatWritesWhatItsClientDoesNotReadIsGivenBack() throws Exception {
        try (Wire wire = Wire.narrow(connector.getLocalPort())) {
            wire.send("GET /long HTTP/1.1\r\nHost: door\r\n\r\n");

            Await.untilEqual("threads that have written", 1, threadsBack::get);

            assertThat(wire.readToTheEnd()).hasSizeLessThan(LongAnswer.BYTES);
        }
    }

    /** Writes as a servlet does: its thread waits for the client. */
    private final class LongAnswer extends Handler.Abstract {

        private static final int BYTES = 16 << 20;

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            try {
                Content.Sink.write(response, true, ByteBuffer.wrap(new byte[BYTES]));
                callback.succeeded();
            } catch (IOException e) {
                callback.failed(e);
            } finally {
                threadsBack.incrementAndGet();
            }
            return true;
        }
    }

    /** A small batch whose every event breaks a rule, so that the answer is more than {@link #LARGE_ANSWER}. */
    private Call largeAnswer() {
        byte[] body = ("{\"events\":[" + "{},".repeat(999) + "{}]}").getBytes(UTF_8);
        return Call.of(tenant, Dialect.SDK, body, clock.instant());
    }

    private void publish(Publication publication, EventPublisher.Acknowledgement acknowledgement) {
        if (silent) {
            held.add(acknowledgement);
        } else {
            acknowledgement.durable();
            answered.incrementAndGet();
        }
    }

    private static LimitSettings limits() {
        return new LimitSettings(
                DataSize.mebibytes(1),
                10,
                Duration.seconds(18),
                Duration.seconds(1),
                Duration.seconds(10),
                10,
                DataSize.mebibytes(4),
                1000);
    }
}
