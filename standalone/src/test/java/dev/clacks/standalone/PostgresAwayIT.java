package dev.clacks.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.bench.client.Dialect;
import dev.clacks.bench.client.IngestClient;
import dev.clacks.bench.load.Load;
import dev.clacks.bench.load.LoadPlan;
import dev.clacks.bench.load.LoadResult;
import dev.clacks.bench.stack.Frozen;
import dev.clacks.bench.stack.RunningStack;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.testkit.ledger.Ledger;
import dev.clacks.testkit.time.Await;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** PostgreSQL stands still under load: it answers nobody, and nobody is told why. */
@ExtendWith(SharedPipeline.class)
class PostgresAwayIT {

    private static final Duration AWAY = Boolean.getBoolean("long") ? Duration.ofMinutes(5) : Duration.ofSeconds(30);

    /** What five minutes left behind is 150,000 events: a slow machine needs its time for them. */
    private static final Duration DRAINED = Duration.ofMinutes(10);

    private static final int BATCHES_A_SECOND = 5;
    private static final String GROUP = "clacks-event-writer";

    /** What a rebalance changes. */
    private record Group(int epoch, Set<String> members) {}

    @Test
    void the_door_acknowledges_all_along_the_group_stays_and_the_backlog_drains(Pipeline pipeline) throws Exception {
        RunningStack stack = pipeline.stack();
        long seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong());
        System.out.println("seed of the events while PostgreSQL is away: " + seed);
        var plan = new LoadPlan(4, Integer.MAX_VALUE, 100, BATCHES_A_SECOND, seed);
        try (Ledger ledger = Ledger.inMemory();
                var client = new IngestClient(stack.target(), Dialect.SDK, InstantSource.system());
                Admin admin = KafkaClients.admin(KafkaSettings.at(stack.kafkaBootstrap()), Map.of());
                var _ = new PatientBroker(admin)) {
            var load = new Load(
                    client,
                    plan,
                    InstantSource.system(),
                    Duration.ZERO,
                    events -> ledger.acknowledged(stack.orgId(), stack.appId(), events));
            OffsetDateTime since = Instant.now().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
            CompletableFuture<LoadResult> running = CompletableFuture.supplyAsync(() -> run(load));
            Await.until("acknowledged events", load::acknowledgedEvents, count -> count >= 500);
            long failed = failedEvents(pipeline);
            Group before = group(admin);

            long begun = System.nanoTime();
            try (var _ = Frozen.of(stack, "postgres")) {
                while (System.nanoTime() - begun < AWAY.toNanos()) {
                    long acknowledged = load.acknowledgedEvents();
                    Await.until(
                            "500 more acknowledged events",
                            load::acknowledgedEvents,
                            count -> count >= acknowledged + 500);
                }
                assertUndisturbed(pipeline, before, group(admin));
            }
            long back = System.nanoTime();
            load.stop();
            LoadResult result = running.get(3, TimeUnit.MINUTES);

            Await.until(
                    "rows of what was received since",
                    DRAINED,
                    () -> pipeline.number("SELECT count(*) FROM events WHERE received_at >= ?", since),
                    rows -> rows >= ledger.size());
            System.out.printf(
                    "PostgreSQL away for %.0f s: %d events acknowledged meanwhile and around it, %s; all stored %.1f s after it was back%n",
                    (back - begun) / 1e9, result.events(), result.latencies(), (System.nanoTime() - back) / 1e9);
            try (Connection connection = pipeline.database()) {
                ledger.verify(connection).assertHolds();
            }
            // A 503 is a broker that this machine kept from answering in time; what got one was sent again and is in
            // the ledger.
            assertThat(result.outcomes().keySet()).as("answers of the door").isSubsetOf("200", "503");
            assertThat(result.outcomes().getOrDefault("503", 0))
                    .as("refusals among %s", result.outcomes())
                    .isLessThanOrEqualTo(result.outcomes().getOrDefault("200", 0) / 10);
            assertUndisturbed(pipeline, before, group(admin));
            assertThat(failedEvents(pipeline)).isEqualTo(failed);
        }
    }

    private static LoadResult run(Load load) {
        try {
            return load.run(acknowledged -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    /** Says also what the writers noted down about partitions that came and went: that is why a group changes. */
    private static void assertUndisturbed(Pipeline pipeline, Group before, Group now) throws Exception {
        List<String> told = now.equals(before)
                ? List.of()
                : pipeline.logLines("event-writer", "assigned", "lost", "giving back", "the consumer failed");
        assertThat(now)
                .as("the group; its writers say%n%s", String.join("\n", told))
                .isEqualTo(before);
    }

    private static long failedEvents(Pipeline pipeline) throws Exception {
        return pipeline.number("SELECT count(*) FROM failed_events");
    }

    /**
     * A broker that believes for longer than the embedded one that a silent writer is alive: on a machine that is busy with
     * other work either may get no turn for three seconds, and the group would rightly change. The long test keeps the three.
     */
    private record PatientBroker(Admin admin) implements AutoCloseable {

        private static final ConfigResource RESOURCE = new ConfigResource(ConfigResource.Type.GROUP, GROUP);
        private static final ConfigEntry TIMEOUT =
                new ConfigEntry("consumer.session.timeout.ms", Boolean.getBoolean("long") ? "3000" : "45000");

        PatientBroker {
            alter(admin, AlterConfigOp.OpType.SET);
        }

        private static void alter(Admin admin, AlterConfigOp.OpType how) {
            try {
                admin.incrementalAlterConfigs(Map.of(RESOURCE, List.of(new AlterConfigOp(TIMEOUT, how))))
                        .all()
                        .get(3, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            alter(admin, AlterConfigOp.OpType.DELETE);
        }
    }

    private static Group group(Admin admin) throws Exception {
        var described =
                admin.describeConsumerGroups(List.of(GROUP)).describedGroups().get(GROUP);
        if (described == null) {
            throw new AssertionError("the group is not described");
        }
        var group = described.get();
        return new Group(
                group.groupEpoch().orElseThrow(),
                group.members().stream().map(MemberDescription::consumerId).collect(Collectors.toSet()));
    }
}
