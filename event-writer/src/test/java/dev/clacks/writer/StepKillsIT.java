package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.MortalKafka;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * W1 to W3 and W5: a writer's process is killed at each step of its work, and the broker under it. The step is found from
 * outside: the test holds a lock or the bytes on the way, sees the writer come to a halt there, and kills it. All tests go on
 * with one database and one ledger: what one kill broke may show after the next.
 */
@TestInstance(Lifecycle.PER_CLASS)
class StepKillsIT {

    private static final int PARTITIONS = 3;
    private static final int RANDOM_KILLS = Boolean.getBoolean("long") ? 60 : 3;

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private MortalKafka kafka;
    private Pipeline pipeline;
    private WriterProcess writer;

    @BeforeAll
    void start() throws Exception {
        kafka = new MortalKafka();
        pipeline = new Pipeline(kafka.bootstrapServers(), kafka.admin(), PARTITIONS, POSTGRES.database());
        writer = startWriter();
    }

    @AfterAll
    void stop() {
        pipeline.close();
        kafka.close();
    }

    /** Where a writer stands when it is killed. */
    enum Step {
        AFTER_POLL {
            @Override
            void haltAndKill(StepKillsIT test) throws Exception {
                try (var held = new HeldTable(test.pipeline.stored, "LOCK TABLE writer_progress IN SHARE MODE")) {
                    test.publishEverywhere();
                    held.awaitHalted("SET next_offset");
                    test.writer.kill();
                }
            }
        },
        MID_INSERT {
            @Override
            void haltAndKill(StepKillsIT test) throws Exception {
                try (var held = test.holdCounts()) {
                    test.publishEverywhere();
                    held.awaitHalted("event_counts");
                    test.writer.kill();
                }
            }
        },
        BEFORE_COMMIT {
            @Override
            void haltAndKill(StepKillsIT test) throws Exception {
                try (var held = test.holdCounts()) {
                    test.publishEverywhere();
                    held.awaitHalted("event_counts");
                    test.pipeline.proxy.stall(); // the answer does not come, so COMMIT is not sent
                }
                Await.untilTrue("the insert to be done and not committed", () -> test.idleInTransaction() == 1);
                test.writer.kill();
                test.pipeline.proxy.resume();
            }
        },
        AFTER_COMMIT {
            @Override
            void haltAndKill(StepKillsIT test) throws Exception {
                long before = test.pipeline.stored.events();
                var answer = test.pipeline.proxy.loseReply("COMMIT\0");
                test.publishEverywhere();
                answer.get(60, TimeUnit.SECONDS);
                assertThat(test.pipeline.stored.events()).isGreaterThan(before);
                test.writer.kill();
            }
        },
        BEFORE_OFFSET_COMMIT {
            @Override
            void haltAndKill(StepKillsIT test) throws Exception {
                try (var held = test.holdCounts()) {
                    test.publishEverywhere();
                    held.awaitHalted("event_counts");
                    test.kafka.proxy().stall();
                }
                test.pipeline.awaitAllStored();
                assertThat(test.pipeline.committedOffsets())
                        .isLessThan(test.pipeline.door.ledger().size());
                test.writer.kill();
                test.kafka.proxy().resume();
            }
        },
        AFTER_OFFSET_COMMIT {
            @Override
            void haltAndKill(StepKillsIT test) throws Exception {
                test.publishEverywhere();
                long end = test.pipeline.door.ledger().size();
                Await.untilEqual("the committed offsets", end, test.pipeline::committedOffsets);
                test.writer.kill();
            }
        };

        abstract void haltAndKill(StepKillsIT test) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void whateverWasAcknowledgedIsStoredOnceAfterAKill(Step step) throws Exception {
        step.haltAndKill(this);
        assertThat(writer.child().isAlive()).isFalse();

        recover("kill -9 " + step);
    }

    @Test
    void killsAtRandomMomentsUnderLoadLoseAndDoubleNothing() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed of the kills: " + seed);
        var random = new Random(seed);
        for (int kill = 1; kill <= RANDOM_KILLS; kill++) {
            for (int i = 0; i < 10; i++) {
                publishEverywhere();
            }
            Thread.sleep(random.nextInt(300)); // any moment will do: it need not be one that can be seen
            writer.kill();
            publishEverywhere();

            recover("kill -9 number " + kill);
        }
    }

    @Test
    void aBrokerThatIsKilledUnderLoadLosesAndDoublesNothing() throws Exception {
        publishEverywhere();
        kafka.killAndRestart();
        recoverWithoutRestart("kill -9 of the broker");
    }

    private void recover(String what) throws Exception {
        writer = startWriter();
        writer.awaitReady();
        recoverWithoutRestart(what);
    }

    private void recoverWithoutRestart(String what) throws Exception {
        long ready = System.nanoTime();
        publishEverywhere();
        pipeline.awaitAllStored();
        System.out.printf(
                "%s: a fresh event of each partition is queryable %.1f s after the process is ready again%n",
                what, (System.nanoTime() - ready) / 1e9);
        assertThat(pipeline.stored.failed()).isZero();
    }

    private WriterProcess startWriter() throws Exception {
        return pipeline.process(
                Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.proxiedServers(), "CLACKS_WRITE_CHUNK_ROWS", "20"));
    }

    private void publishEverywhere() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            pipeline.publish(partition, 30);
        }
    }

    private HeldTable holdCounts() throws Exception {
        return new HeldTable(pipeline.stored, "LOCK TABLE event_counts IN SHARE MODE");
    }

    private long idleInTransaction() throws Exception {
        return pipeline.stored.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name LIKE 'clacks writer%' AND state = 'idle in transaction'");
    }
}
