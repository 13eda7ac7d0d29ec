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
import dev.clacks.testkit.ledger.LedgerReport;
import dev.clacks.testkit.time.Await;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** PostgreSQL stands still under load: it answers nobody, and nobody is told why. */
@ExtendWith(SharedPipeline.class)
class PostgresAwayIT {

    private static final Duration AWAY = Boolean.getBoolean("long") ? Duration.ofMinutes(5) : Duration.ofSeconds(30);
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
                Admin admin = KafkaClients.admin(KafkaSettings.at(stack.kafkaBootstrap()), Map.of())) {
            var load = new Load(
                    client,
                    plan,
                    InstantSource.system(),
                    Duration.ZERO,
                    events -> ledger.acknowledged(stack.orgId(), stack.appId(), events));
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
                assertThat(group(admin)).isEqualTo(before);
            }
            long back = System.nanoTime();
            load.stop();
            LoadResult result = running.join();

            LedgerReport report = Await.until(
                    "every acknowledged event to be stored",
                    () -> {
                        try (Connection connection = pipeline.database()) {
                            return ledger.verify(connection);
                        }
                    },
                    found -> found.lost() == 0);
            System.out.printf(
                    "PostgreSQL away for %.0f s: %d events acknowledged meanwhile and around it, %s; all stored %.1f s after it was back%n",
                    (back - begun) / 1e9, result.events(), result.latencies(), (System.nanoTime() - back) / 1e9);
            report.assertHolds();
            assertThat(result.outcomes()).as("answers of the door").containsOnlyKeys("200");
            assertThat(group(admin)).isEqualTo(before);
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

    private static long failedEvents(Pipeline pipeline) throws Exception {
        return pipeline.number("SELECT count(*) FROM failed_events");
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
