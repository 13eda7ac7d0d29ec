package dev.clacks.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.common.kafka.TopicSetup;
import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.RunningDoor;
import dev.clacks.ingest.running.Tape;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.ingest.running.Tenants;
import dev.clacks.testkit.embedded.ClacksHome;
import dev.clacks.testkit.embedded.EmbeddedKafka;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** D1 and D6 while the broker has no topics, hangs or dies: 503, nothing promised, back by itself. */
final class KafkaAwayIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int FLOOD = 200;

    /** More than all threads of the door and the tests' servers, far fewer than one for each request of the flood. */
    private static final int THREADS = 150;

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final TestEvents events = TestEvents.fresh(InstantSource.system());
    private final Tenant tenant = Tenant.fresh("kafka");

    /** One story, since a broker of its own takes long to start. */
    @Test
    void theDoorOutlivesEveryStateOfItsBroker(@TempDir Path folder) throws Exception {
        new Tenants(POSTGRES.database()).store(tenant);
        try (var kafka = new EmbeddedKafka(ClacksHome.find(), folder.resolve("data"), folder.resolve("log"), 0)) {
            kafka.endWithThisProcess();
            kafka.start();
            kafka.awaitReady(PATIENCE);
            KafkaSettings settings = KafkaSettings.at(kafka.bootstrapServers());
            var database = POSTGRES.database();
            String yaml = Door.yaml(settings, database.libpqUrl(database.login(DatabaseRole.API)));
            try (RunningDoor door = RunningDoor.start(yaml, InstantSource.system())) {
                withoutTopics(door);
                try (Admin admin = KafkaClients.impatientAdmin(settings)) {
                    new TopicSetup(admin, settings.topics()).create();
                }
                Await.untilEqual("the door", 200, () -> door.send(fresh(door)).status());
                try (var tape = new Tape(settings, settings.topics().events())) {
                    hanging(door, kafka, tape);
                    killed(door, kafka, tape);
                }
            }
        }
    }

    private void withoutTopics(RunningDoor door) throws IOException {
        Await.untilEqual(
                "the answer", "buffer_unavailable", () -> door.send(fresh(door)).code());
        Await.untilTrue("advice", () -> door.getAdmin("/ready").text().contains("ingest-api topics create"));
        unwellButAlive(door);
    }

    private void hanging(RunningDoor door, EmbeddedKafka kafka, Tape tape) throws Exception {
        TestEvent event = events.next();
        Call call = door.call(tenant, Dialect.SDK, TestEvent.batch(List.of(event)));
        kafka.process().signal("STOP");
        try {
            Await.untilTrue("the broker to stand", () -> stands(kafka.process().pid()));
            long begun = System.nanoTime();
            Checks.flat(door.send(call), 503, "buffer_unavailable");
            System.out.printf("answered while the broker hangs: %d ms%n", (System.nanoTime() - begun) / 1_000_000);
            Await.untilEqual("readiness", 503, () -> door.getAdmin("/ready").status());
            flood(door);
            unwellButAlive(door);
        } finally {
            kafka.process().signal("CONT");
        }
        Await.untilEqual("readiness", 200, () -> door.getAdmin("/ready").status());
        // the very same request again: a 503 has given its nonce back
        Checks.answer(Await.until("the retry", () -> door.send(call), reply -> reply.status() != 503), 200);
        assertThat(tape.withKey(event.eventId())).isNotEmpty();
    }

    /** Whether each of its threads does: where the machine is busy, some work on until the first has had its turn to be stopped. */
    private static boolean stands(long process) throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + process + "/task"))) {
            for (Path thread : threads) {
                if (!Files.readString(thread.resolve("status")).contains("State:\tT")) {
                    return false;
                }
            }
        }
        return true;
    }

    private void killed(RunningDoor door, EmbeddedKafka kafka, Tape tape) throws Exception {
        TestEvent before = events.next();
        byte[] first = TestEvent.batch(List.of(before));
        Await.untilEqual(
                "an acknowledged batch",
                200,
                () -> door.send(door.call(tenant, Dialect.SDK, first)).status());
        kafka.kill();
        TestEvent during = events.next();
        byte[] body = TestEvent.batch(List.of(during));
        Checks.nested(door.send(door.call(tenant, Dialect.DOCUMENTED, body)), 503, "buffer_unavailable");
        flood(door);
        Await.untilEqual("readiness", 503, () -> door.getAdmin("/ready").status());
        unwellButAlive(door);
        kafka.start();
        kafka.awaitReady(PATIENCE);
        Await.untilEqual(
                "the same events again",
                200,
                () -> door.send(door.call(tenant, Dialect.DOCUMENTED, body)).status());
        Await.untilEqual("readiness", 200, () -> door.getAdmin("/ready").status());
        assertThat(tape.withKey(before.eventId())).isNotEmpty();
        assertThat(tape.withKey(during.eventId())).isNotEmpty();
    }

    /** Many batches at once: each gets its 503, none costs a thread, and afterwards nothing is held. */
    private void flood(RunningDoor door) throws Exception {
        int before = Thread.activeCount();
        int most = 0;
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < FLOOD; i++) {
                Call call = door.call(tenant, Dialect.DOCUMENTED, TestEvent.batch(events.next(10)));
                replies.add(clients.submit(() -> door.send(call)));
            }
            for (Future<Reply> reply : replies) {
                most = Math.max(most, Thread.activeCount());
                Checks.nested(reply.get(), 503, reply.get().code());
                assertThat(reply.get().code()).isIn("buffer_unavailable", "overloaded");
            }
        }
        assertThat(most - before).as("more threads than %d before", before).isLessThan(THREADS);
        Await.untilTrue(
                "nothing held",
                () -> door.get("/metrics").text().lines().anyMatch(line -> line.equals("ingest_inflight_bytes 0.0")));
    }

    private static void unwellButAlive(RunningDoor door) throws IOException {
        Checks.answer(door.getAdmin("/health"), 200);
        JsonNode told = Checks.answer(door.get("/health"), 503).json();
        assertThat(told.get("status").asText()).isEqualTo("unhealthy");
        assertThat(told.get("checks").toString()).isEqualTo("{\"kafka\":\"unavailable\"}");
        assertThat(door.get("/metrics").status()).isEqualTo(200);
    }

    private Call fresh(RunningDoor door) {
        return door.call(tenant, Dialect.SDK, TestEvent.batch(events.next(1)));
    }
}
