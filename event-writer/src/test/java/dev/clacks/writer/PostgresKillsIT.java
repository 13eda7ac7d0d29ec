package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.MortalPostgres;
import dev.clacks.testkit.time.Await;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * W2 and W5: PostgreSQL is killed under load, with COMMIT waiting for the disk and without. Without, it comes back short of its
 * last commits, while Kafka has been told of them: the fence notices, and they are stored again.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PostgresKillsIT {

    private static final int PARTITIONS = 2;
    private static final boolean LONG = Boolean.getBoolean("long");
    private static final int KILLS = LONG ? 20 : 3;

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    private MortalPostgres postgres;

    @BeforeAll
    void start() {
        postgres = new MortalPostgres();
    }

    @AfterAll
    void stop() {
        postgres.close();
    }

    @ParameterizedTest(name = "synchronousCommit={0}")
    @ValueSource(booleans = {false, true})
    void aDatabaseThatIsKilledUnderLoadHasEverythingOnceAfterwards(boolean synchronousCommit) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed of the kills: " + seed);
        var random = new Random(seed);
        long lost = 0;
        try (var pipeline = new Pipeline(KAFKA, PARTITIONS, postgres.newDatabase())) {
            RunningWriter writer = pipeline.writer(RunningWriter.write(20, 10), synchronousCommit);
            for (int kill = 1; kill <= KILLS; kill++) {
                long stored = pipeline.stored.events();
                try (var load = new Load(pipeline, PARTITIONS)) {
                    Await.until("rows under load", pipeline.stored::events, rows -> rows > stored + 500);
                    Thread.sleep(random.nextInt(200)); // any moment will do
                    if (kill % 2 == 0) {
                        // Nothing comes in any more: only the writer's looking after idle partitions can notice what is
                        // gone.
                        load.stop();
                        Await.untilEqual("rows", (long) pipeline.door.ledger().size(), pipeline.stored::events);
                    }
                    postgres.server().kill();
                }
                long killed = System.nanoTime();
                pipeline.proxy.refuse(); // else the writer fills what is missing before it is counted
                postgres.server().start();
                postgres.awaitReady();
                long missing = lostCommits(pipeline);
                lost += missing;
                pipeline.proxy.accept();
                pipeline.awaitAllStored();
                System.out.printf(
                        "kill %d of PostgreSQL: it came back without %d records that Kafka was told to be stored;"
                                + " all were there %.1f s after the kill%n",
                        kill, missing, (System.nanoTime() - killed) / 1e9);
            }

            assertThat(writer.alive()).isTrue();
            assertThat(writer.state().stopped()).isEmpty();
            assertThat(pipeline.stored.failed()).isZero();
        }
        System.out.printf(
                "synchronousCommit=%b: %d kills, PostgreSQL lost %d records in all, each of them is stored once%n",
                synchronousCommit, KILLS, lost);
        if (synchronousCommit) {
            assertThat(lost).as("records of answered commits").isZero();
        } else if (LONG) {
            assertThat(lost)
                    .as("records of answered commits: else nothing was tried")
                    .isPositive();
        }
    }

    /** Records that Kafka was told to be stored and that progress does not know of. */
    private static long lostCommits(Pipeline pipeline) throws Exception {
        long records = 0;
        for (var told : pipeline.committed().entrySet()) {
            records += Math.max(0, told.getValue() - pipeline.progress(told.getKey()));
        }
        return records;
    }
}
