package dev.clacks.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.bench.client.Dialect;
import dev.clacks.bench.client.IngestClient;
import dev.clacks.bench.load.Load;
import dev.clacks.bench.load.LoadPlan;
import dev.clacks.bench.load.Recovery;
import dev.clacks.bench.stack.RunningStack;
import dev.clacks.testkit.ledger.Ledger;
import dev.clacks.testkit.ledger.LedgerEntry;
import dev.clacks.testkit.ledger.LedgerReport;
import dev.clacks.testkit.time.Await;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * kill -9 of any process during a load: nothing acknowledged is lost, nothing doubled, and it serves again by itself. All the
 * while what was sent for days that are over goes to the archive.
 */
class CrashIT {

    private static final int BATCHES_A_SECOND = 5;

    /** How far back the timestamps of the load reach: the days before today are due at once. */
    private static final Duration SPAN = Duration.ofDays(2);

    private static final Map<String, String> ARCHIVING =
            Map.of("CLACKS_ARCHIVE_AFTER_DAYS", "0", "CLACKS_SCHEDULE_EVERY", "3s");
    private static final long SEED =
            Long.getLong("seed", ThreadLocalRandom.current().nextLong());

    private static Pipeline pipeline;
    private static LogTrimmer trimmer;

    /** All that was acknowledged in all tests: what one kill broke may show after the next. */
    private static Ledger ledger;

    @BeforeAll
    static void start() throws Exception {
        System.out.println("seed of the events: " + SEED);
        pipeline = Pipeline.start(ClacksProgram.newFolder("crash"), ARCHIVING);
        trimmer = LogTrimmer.start(pipeline);
        ledger = Ledger.inMemory();
    }

    @AfterAll
    static void stop() {
        trimmer.close();
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
                    SPAN,
                    events -> ledger.acknowledged(stack.orgId(), stack.appId(), events));
            Thread running = Thread.ofVirtual().start(() -> run(load));
            Await.until("acknowledged events", load::acknowledgedEvents, count -> count >= 1_000);

            long archived = rowsArchived();

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
            assertLedgerHolds(archived);
        }
    }

    private static void run(Load load) {
        try {
            load.run(acknowledged -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Each acknowledged event is in one place, once, and counted once. What is still on its way is waited for, and a copy of an
     * archived event, sent again because its answer was lost, until the next part of its day is compared with the archive. The
     * fresh events that measure the recovery are stored and counted too, but are not the ledger's.
     *
     * @param before rows in the archive: some of what came since has to be there, too
     */
    private static void assertLedgerHolds(long before) {
        var archive = new ArchivedEntries(pipeline);
        try {
            LedgerReport report = Await.until(
                    "every acknowledged event to be in one place, more of them in the archive",
                    Duration.ofMinutes(6),
                    () -> {
                        List<LedgerEntry> archived = archive.read();
                        try (Connection connection = pipeline.database()) {
                            return ledger.verify(connection, archived);
                        }
                    },
                    found -> found.holds() && found.archived() > before);
            System.out.println(report);
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "; the last failure to trim the log: " + trimmer.lastFailure(), e);
        }
    }

    private static long rowsArchived() throws Exception {
        return pipeline.number("SELECT coalesce(sum(f.rows), 0) FROM archive_files f JOIN archive_runs r USING (run_id)"
                + " WHERE r.state = 'done'");
    }
}
