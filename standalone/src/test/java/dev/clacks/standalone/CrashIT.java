package dev.clacks.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.bench.client.Dialect;
import dev.clacks.bench.client.IngestClient;
import dev.clacks.bench.load.Load;
import dev.clacks.bench.load.LoadPlan;
import dev.clacks.bench.load.Recovery;
import dev.clacks.bench.stack.RunningStack;
import dev.clacks.testkit.ledger.Ledger;
import dev.clacks.testkit.ledger.LedgerReport;
import dev.clacks.testkit.time.Await;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kill -9 of any process during a load: nothing acknowledged is lost, nothing doubled, and it serves again by itself. */
class CrashIT {

    private static final int BATCHES_A_SECOND = 5;
    private static final long SEED =
            Long.getLong("seed", ThreadLocalRandom.current().nextLong());

    private static Pipeline pipeline;

    /** All that was acknowledged in all tests: what one kill broke may show after the next. */
    private static Ledger ledger;

    @BeforeAll
    static void start() throws Exception {
        System.out.println("seed of the events: " + SEED);
        pipeline = Pipeline.start(ClacksProgram.newFolder("crash"));
        ledger = Ledger.inMemory();
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-api", "event-writer", "archiver", "kafka", "postgres", "s3"})
    void nothing_acknowledged_is_lost_or_doubled(String process) throws Exception {
        RunningStack stack = pipeline.stack();
        long seed = SEED + process.hashCode(); // other events with each process: all of them go to one database
        var plan = new LoadPlan(4, Integer.MAX_VALUE, 100, BATCHES_A_SECOND, seed);
        try (var client = new IngestClient(stack.target(), Dialect.SDK, InstantSource.system());
                var recovery = new Recovery(pipeline.data(), seed - 1, InstantSource.system())) {
            var load = new Load(
                    client,
                    plan,
                    InstantSource.system(),
                    Duration.ZERO,
                    events -> ledger.acknowledged(stack.orgId(), stack.appId(), events));
            Thread running = Thread.ofVirtual().start(() -> run(load));
            Await.until("acknowledged events", load::acknowledgedEvents, count -> count >= 1_000);

            Recovery.Outcome outcome = recovery.kill(process);
            System.out.printf(
                    "kill -9 of %s: serves again after %.1f s, then a fresh event is queryable after %.1f s%n",
                    process, outcome.serves(), outcome.queryable());
            long since = load.acknowledgedEvents();
            Await.until(
                    "acknowledged events after the kill", load::acknowledgedEvents, count -> count >= since + 1_000);
            load.stop();
            running.join();

            assertThat(outcome.queryable()).isNotNegative();
            assertLedgerHolds();
        }
    }

    private static void run(Load load) {
        try {
            load.run(acknowledged -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each acknowledged event is in one place, once, and counted once; what is still on its way is waited for. */
    private static void assertLedgerHolds() throws Exception {
        LedgerReport report = Await.until(
                "every acknowledged event to be stored",
                () -> {
                    try (Connection connection = pipeline.database()) {
                        return ledger.verify(connection);
                    }
                },
                found -> found.lost() == 0);
        // The fresh events that measure the recovery are stored and counted too, but are not the ledger's.
        assertThat(report.doubled()).isZero();
        assertThat(report.violations()).isEmpty();
    }
}
