package dev.clacks.ingest.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.ingest.IngestApplication;
import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Tape;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.ingest.running.Tenants;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.embedded.Ports;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM in the middle of a load, to the real process: readiness off, drain, flush, close. */
final class GracefulStopIT {

    private static final int CLIENTS = 8;
    private static final int BEFORE = 200;

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final InstantSource clock = InstantSource.system();
    private final Tenant tenant = Tenant.fresh("stop");
    private final int port = Ports.free();
    private final int adminPort = Ports.free();
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    @Test
    void noRequestFailsButWith503WhenTheDoorIsStoppedUnderALoad(@TempDir Path folder) throws Exception {
        new Tenants(POSTGRES.database()).store(tenant);
        Process door = start(folder);
        try {
            Await.untilTrue("readiness", this::ready);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Thread.ofPlatform().start(this::sendWhileReady));
            }
            Await.untilTrue("a load", () -> acknowledged.size() > BEFORE);
            long asked = System.nanoTime();
            door.destroy();
            for (Thread client : clients) {
                client.join();
            }
            assertThat(door.waitFor(60, TimeUnit.SECONDS)).isTrue();
            System.out.printf(
                    "ended %d ms after SIGTERM with code %d; answers by status: %s%n",
                    (System.nanoTime() - asked) / 1_000_000, door.exitValue(), statuses);
        } finally {
            door.destroyForcibly();
        }
        assertThat(failures).isEmpty();
        assertThat(statuses.keySet()).isSubsetOf(200, 503);
        var kafka = KafkaSettings.at(KAFKA.bootstrapServers()).withTopics(KAFKA.topics());
        try (var tape = new Tape(kafka, KAFKA.topics().events())) {
            var keys = tape.records().stream()
                    .map(record -> UUID.fromString(new String(record.key(), UTF_8)))
                    .toList();
            assertThat(keys).containsAll(acknowledged);
        }
    }

    private Process start(Path folder) throws IOException {
        var kafka = KafkaSettings.at(KAFKA.bootstrapServers()).withTopics(KAFKA.topics());
        var database = POSTGRES.database();
        Path yaml = Files.writeString(
                folder.resolve("door.yml"), Door.yaml(kafka, database.libpqUrl(database.login(DatabaseRole.API))));
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                IngestApplication.class.getName(),
                "server",
                yaml.toString());
        builder.environment()
                .putAll(Map.of(
                        "CLACKS_SERVER_PORT",
                        Integer.toString(port),
                        "CLACKS_SERVER_ADMIN_PORT",
                        Integer.toString(adminPort),
                        "CLACKS_SERVER_DRAIN_PERIOD",
                        "2s"));
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("door.log").toFile())
                .start();
    }

    /** As behind a balancer: a new connection only while the door says that it is ready, kept as long as it lets. */
    private void sendWhileReady() {
        var events = TestEvents.fresh(clock);
        try {
            while (ready()) {
                sendOverOneConnection(events);
            }
        } catch (IOException e) {
            failures.add(e);
        }
    }

    private void sendOverOneConnection(TestEvents events) throws IOException {
        try (Wire wire = Wire.to(port)) {
            @Nullable String connection = null;
            while (!"close".equals(connection)) {
                List<TestEvent> batch = events.next(20);
                wire.send(Call.of(tenant, Dialect.SDK, TestEvent.batch(batch), clock.instant())
                        .bytes());
                Reply reply = wire.read();
                statuses.merge(reply.status(), 1, Integer::sum);
                if (reply.status() == 200) {
                    batch.forEach(event -> acknowledged.add(event.eventId()));
                }
                connection = reply.header("connection");
            }
        }
    }

    private boolean ready() {
        try (Wire wire = Wire.to(adminPort)) {
            wire.send("GET /ready HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return wire.read().status() == 200;
        } catch (IOException e) {
            // its port is not open yet, or no longer
            return false;
        }
    }
}
