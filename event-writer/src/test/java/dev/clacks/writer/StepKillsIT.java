package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.MortalKafka;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

    MortalKafka kafka;
    Pipeline pipeline;
    WriterProcess writer;
    long rowsBefore;

    @BeforeAll
    void start() throws Exception {
        kafka = new MortalKafka();
        pipeline = new Pipeline(kafka.bootstrapServers(), kafka.admin(), PARTITIONS, POSTGRES.database()).impatient();
        pipeline.stored.execute("""
                CREATE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.event_type = 'halting' THEN
                        PERFORM pg_advisory_xact_lock(hashtext('halting'));
                    END IF;
                    RETURN NEW;
                END $$""");
        pipeline.stored.execute("CREATE TRIGGER halt BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION halt()");
        pipeline.chunksWaitBeyond("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout");
        recover("the first start");
    }

    @AfterAll
    void stop() {
        pipeline.close();
        kafka.close();
    }

    @ParameterizedTest
    @EnumSource
    void whateverWasAcknowledgedIsStoredOnceAfterAKill(KillStep step) throws Exception {
        rowsBefore = pipeline.stored.events();
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
        long rows = pipeline.stored.events();
        long ready;
        try (var _ = new Load(pipeline, PARTITIONS)) {
            Await.until("rows under load", pipeline.stored::events, found -> found > rows + 500);
            kafka.killAndRestart();
            ready = System.nanoTime();
        }
        assertRecovered("kill -9 of the broker", ready);
    }

    private void recover(String what) throws Exception {
        writer = startWriter();
        writer.awaitReady();
        assertRecovered(what, System.nanoTime());
    }

    /** @param ready when what was killed was ready again */
    private void assertRecovered(String what, long ready) throws Exception {
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

    void publishEverywhere() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            pipeline.publish(partition, 30);
        }
    }

    /** An event whose insert comes to a halt, and others. The chunk before them is all new: the next one goes in by COPY. */
    void publishHalting() throws Exception {
        pipeline.publish(0, 1);
        pipeline.awaitAllStored();
        rowsBefore++;
        List<TestEvent> chunk = pipeline.events.next(20);
        chunk.set(0, chunk.getFirst().withType("halting")); // the first, so that no earlier chunk is stored
        pipeline.door.publish(0, chunk);
    }

    HeldTable holdCounts() throws Exception {
        return hold("LOCK TABLE event_counts IN SHARE MODE");
    }

    HeldTable hold(String lock) throws Exception {
        return new HeldTable(pipeline.stored, lock);
    }

    /** The transaction waits for COMMIT. */
    void awaitInserted(int backend) {
        Await.untilEqual(
                "the insert to be done and not committed",
                List.of("idle in transaction"),
                () -> pipeline.stored.texts("SELECT state FROM pg_stat_activity WHERE pid = ?", backend));
    }

    long awaitOffsetsCommitted() {
        return Await.untilEqual(
                "the committed offsets", (long) pipeline.door.ledger().size(), pipeline::committedOffsets);
    }

    void killWithNothingStored() throws Exception {
        writer.kill();
        assertThat(pipeline.stored.events()).as("rows when it was killed").isEqualTo(rowsBefore);
    }
}
