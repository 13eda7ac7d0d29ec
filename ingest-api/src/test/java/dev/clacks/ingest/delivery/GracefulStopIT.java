package dev.clacks.ingest.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.ingest.IngestApplication;
import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.RunningDoor;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM in the middle of a load, to the real process: readiness off, drain, flush, close. */
final class GracefulStopIT {

    private static final int CLIENTS = 8;
    private static final int BEFORE = 200;
    private static final Duration DRAIN = Duration.ofSeconds(2);

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
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tooLate = new AtomicInteger();
    private volatile boolean stopping;

    @Test
    void noRequestFailsButWith503WhenTheDoorIsStoppedUnderALoad(@TempDir Path folder) throws Exception {
        new Tenants(POSTGRES.database()).store(tenant);
        Process door = start(folder);
        try {
            Await.untilTrue("readiness", this::ready);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Thread.ofPlatform().start(new Client()));
            }
            Await.untilTrue("a load", () -> acknowledged.size() > BEFORE);
            long asked = System.nanoTime();
            stopping = true;
            door.destroy();
            for (Thread client : clients) {
                client.join();
            }
            assertThat(door.waitFor(5, TimeUnit.MINUTES)).isTrue();
            System.out.printf(
                    "ended %d ms after SIGTERM with code %d; answers by status: %s; clients too slow to be counted: %s%n",
                    (System.nanoTime() - asked) / 1_000_000, door.exitValue(), statuses, tooLate);
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

    /** What Jetty refuses before our handlers see it. */
    @Test
    void aConnectionThatSendsABatchAfterTheDrainIsToldInItsShapeToComeAgain() throws IOException {
        new Tenants(POSTGRES.database()).store(tenant);
        try (RunningDoor door = RunningDoor.start(yaml() + "cors: {allowedOrigins: [\"*\"]}\n", clock)) {
            Await.untilTrue("readiness", () -> door.getAdmin("/ready").status() == 200);
            try (Wire crate = Wire.to(door.port());
                    Wire other = Wire.to(door.port());
                    Wire large = Wire.to(door.port());
                    Wire largeToo = Wire.to(door.port());
                    Wire largeAtLast = Wire.to(door.port())) {
                for (Wire wire : List.of(crate, other, large, largeToo, largeAtLast)) {
                    Checks.answer(wire.send(fresh(Dialect.SDK, 1).bytes()).read(), 200);
                }
                door.refuseAll();
                Reply flat = crate.send(fresh(Dialect.SDK, 1).bytes()).read();
                assertThat(Checks.flat(flat, 503, "overloaded").header("connection"))
                        .isEqualTo("close");
                Call ofPage = fresh(Dialect.BATCH, 1).header("Origin", "https://app.example.com");
                Reply told = other.send(ofPage.bytes()).read();
                assertThat(Checks.nested(told, 503, "overloaded").header("access-control-allow-origin"))
                        .isEqualTo("*");
                // not by the first where this test is held up for longer than the door reads on
                assertThat(List.of(large, largeToo, largeAtLast)).anyMatch(this::hearsItThoughStillSending);
            }
        }
    }

    private boolean hearsItThoughStillSending(Wire wire) {
        Call huge = Call.of(tenant, Dialect.SDK, new byte[8 << 20], clock.instant());
        try {
            Checks.flat(wire.send(huge.bytes()).read(), 503, "overloaded");
            return true;
        } catch (IOException e) {
            System.out.println("cut off before it heard the answer: " + e);
            return false;
        }
    }

    private Call fresh(Dialect dialect, int count) {
        byte[] batch = TestEvent.batch(TestEvents.fresh(clock).next(count));
        return Call.of(tenant, dialect, batch, clock.instant());
    }

    private static String yaml() {
        var kafka = KafkaSettings.at(KAFKA.bootstrapServers()).withTopics(KAFKA.topics());
        var database = POSTGRES.database();
        return Door.yaml(kafka, database.libpqUrl(database.login(DatabaseRole.API)));
    }

    private Process start(Path folder) throws IOException {
        Path yaml = Files.writeString(folder.resolve("door.yml"), yaml());
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
                        DRAIN.toSeconds() + "s"));
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("door.log").toFile())
                .start();
    }

    /**
     * As behind a balancer: a new connection only while the door says that it is ready, kept as long as it lets. It is served
     * for the whole drain after the door last said that it goes on; with a request that comes later it may be too late.
     */
    private final class Client implements Runnable {
        private static final long NOT_YET = Long.MAX_VALUE;

        private final TestEvents events = TestEvents.fresh(clock);
        private long goesOn;
        private long sent = NOT_YET;

        @Override
        public void run() {
            try {
                for (long asked = System.nanoTime(); ready(); asked = System.nanoTime()) {
                    goesOn = asked;
                    sendOverOneConnection();
                }
            } catch (IOException e) {
                if (stopping && Math.min(sent, System.nanoTime()) - goesOn > DRAIN.toNanos()) {
                    tooLate.incrementAndGet();
                } else {
                    failures.add(e);
                }
            } catch (AssertionError e) {
                failures.add(e);
            }
        }

        private void sendOverOneConnection() throws IOException {
            sent = NOT_YET;
            try (Wire wire = Wire.to(port)) {
                boolean kept = true;
                while (kept) {
                    List<TestEvent> batch = events.next(20);
                    Call call = Call.of(tenant, Dialect.SDK, TestEvent.batch(batch), clock.instant());
                    long begun = System.nanoTime();
                    sent = NOT_YET;
                    wire.send(call.bytes());
                    sent = System.nanoTime();
                    kept = heard(wire.read(), batch);
                    goesOn = kept ? begun : goesOn;
                }
            }
        }

        /** Takes note of an answer; whether the connection goes on. */
        private boolean heard(Reply reply, List<TestEvent> batch) {
            statuses.merge(reply.status(), 1, Integer::sum);
            if (reply.status() == 200) {
                Checks.answer(reply, 200);
                batch.forEach(event -> acknowledged.add(event.eventId()));
            } else {
                Checks.flat(reply, 503, reply.code());
            }
            return !"close".equals(reply.header("connection"));
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
