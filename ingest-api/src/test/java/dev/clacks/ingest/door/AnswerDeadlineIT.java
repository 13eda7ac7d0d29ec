package dev.clacks.ingest.door;

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
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** D6 where whoever is to bring a batch into Kafka never says what became of it: the deadline answers, and nothing else. */
final class AnswerDeadlineIT {

    private final InstantSource clock = InstantSource.system();
    private final Tenant tenant = Tenant.fresh("deadline");
    private final OneTenant known = new OneTenant(tenant, clock);
    private final IngestMetrics metrics = new IngestMetrics(Metrics.bare().registry());
    private final InflightBudget budget = new InflightBudget(10, 64 << 20);
    private final Queue<EventPublisher.Acknowledgement> held = new ConcurrentLinkedQueue<>();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private volatile boolean silent = true;

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new DoorHandler(
                known.credentials(),
                new NonceStore(1000, java.time.Duration.ZERO),
                known.limits(metrics),
                new ClientAddresses(List.of()),
                new FailedCallers(10, () -> {}, clock, ClockMeter.of(clock)),
                Scanners.forCores(() -> new BatchScanner(EventRules.defaults(), 10)),
                this::publish,
                budget,
                limits(),
                metrics,
                clock,
                new CrossOrigin(CorsSettings.defaults()),
                List.of()));
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

    private void publish(Publication publication, EventPublisher.Acknowledgement acknowledgement) {
        if (silent) {
            held.add(acknowledgement);
        } else {
            acknowledgement.durable();
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
