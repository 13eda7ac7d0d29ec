package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W2: a writer that stood still for longer than its session wakes up with records in its hands that are another's by now. */
class ZombieIT {

    private static final int PARTITIONS = 2;
    private static final Map<String, String> SMALL_CHUNKS = Map.of("CLACKS_WRITE_CHUNK_ROWS", "20");

    /** CopyInResponse, in which all 26 columns are said to be binary, but for its first byte and its length. */
    private static final String GO_AHEAD_WITH_COPY = "\1\0\032\0\1\0\1\0\1\0\1";

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, PARTITIONS, POSTGRES.newDatabase()).impatient();
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void w2AZombieWritesNothingThoughItHoldsRecordsAndAnOpenTransaction() throws Exception {
        noteWhoMovesProgress();
        pipeline.chunksWaitBeyond("lock_timeout", "statement_timeout");
        WriterProcess zombie = pipeline.process(SMALL_CHUNKS).awaitReady().awaitAssigned(2 * PARTITIONS);
        publish(20);
        pipeline.awaitAllStored();
        List<String> claimsOfTheZombie = pipeline.stored.texts("SELECT claim FROM writer_progress");
        WriterProcess heir;
        try (var held = new HeldTable(pipeline.stored, "LOCK TABLE event_counts IN SHARE MODE")) {
            publish(500); // more than a chunk: the consumer has fetched ahead
            held.awaitHalted("event_counts");
            zombie.freeze();
            assertThat(held.halted("event_counts"))
                    .as("its transaction is open")
                    .isTrue();
            heir = pipeline.process(SMALL_CHUNKS);
        }
        heir.awaitAssigned(2 * PARTITIONS);
        pipeline.awaitAllStored();
        long moves = moves(claimsOfTheZombie);

        zombie.thaw();

        // It learns that its partitions are gone, joins again and is given some of them, under claims of its own.
        zombie.awaitReady().awaitAssigned(PARTITIONS);
        heir.awaitAssigned(PARTITIONS);
        publish(50);
        pipeline.awaitAllStored();
        assertThat(moves(claimsOfTheZombie))
                .as("transactions under the claims that were taken over")
                .isEqualTo(moves)
                .isPositive();
        assertThat(pipeline.stored.failed()).isZero();
    }

    /** PostgreSQL itself would wait for the rest of the COPY, and keep the row of progress locked, for ever. */
    @Test
    void aZombieThatStandsStillAmidCopyHoldsItsPartitionOnlyForAWhile() throws Exception {
        WriterProcess zombie = pipeline.process(SMALL_CHUNKS).awaitReady().awaitAssigned(2 * PARTITIONS);
        publish(20);
        pipeline.awaitAllStored();
        var answer = pipeline.proxy.loseReply(GO_AHEAD_WITH_COPY);
        publish(20);
        answer.get(3, TimeUnit.MINUTES);
        zombie.freeze();
        Await.untilEqual(
                "sessions amid COPY",
                1L,
                () -> pipeline.stored.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND query LIKE 'COPY public.events%' AND state = 'active' AND wait_event = 'ClientRead'"));

        WriterProcess heir = pipeline.process(SMALL_CHUNKS).awaitAssigned(2 * PARTITIONS);
        pipeline.awaitAllStored();

        zombie.thaw();
        zombie.awaitReady().awaitAssigned(PARTITIONS);
        heir.awaitAssigned(PARTITIONS);
        publish(50);
        pipeline.awaitAllStored();
        assertThat(pipeline.stored.failed()).isZero();
    }

    /** Writes down the claim of each transaction that moves progress. */
    private void noteWhoMovesProgress() throws Exception {
        pipeline.stored.execute("CREATE TABLE moves (claim text)");
        pipeline.stored.execute("""
                CREATE FUNCTION note_move() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                    INSERT INTO public.moves VALUES (NEW.claim);
                    RETURN NULL;
                END $$""");
        pipeline.stored.execute("CREATE TRIGGER note_move AFTER UPDATE ON writer_progress FOR EACH ROW"
                + " WHEN (OLD.claim = NEW.claim AND OLD.next_offset <> NEW.next_offset) EXECUTE FUNCTION note_move()");
    }

    private long moves(List<String> claims) throws Exception {
        return pipeline.stored.texts("SELECT claim FROM moves").stream()
                .filter(claims::contains)
                .count();
    }

    private void publish(int count) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            pipeline.publish(partition, count);
        }
    }
}
