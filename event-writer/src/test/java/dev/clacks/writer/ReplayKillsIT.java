package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A replay that runs as a command is killed with SIGKILL and resumed by another process. */
class ReplayKillsIT {

    private static final int STORED = 100;
    private static final int SKIPPED = 90;
    private static final Map<String, String> SETTINGS = Map.of("CLACKS_WRITE_CHUNK_ROWS", "20");

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;
    private Operators operators;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, 1, POSTGRES.newDatabase());
        operators = new Operators(pipeline);
    }

    @AfterEach
    void close() {
        operators.close();
        pipeline.close();
    }

    /** First 100 that are stored, then 90 that are not, as an operator skipped them; a writer runs. */
    private void skipSome() throws Exception {
        pipeline.writer();
        pipeline.publish(0, STORED);
        pipeline.awaitAllStored();
        pipeline.awaitCommitted(0, STORED);
        pipeline.stopWriters();
        pipeline.publish(0, SKIPPED);
        operators.skip(0, STORED + SKIPPED);
        pipeline.writer();
    }

    /** From this offset on each insert of an event waits for an advisory lock. */
    private void haltAt(long offset) throws Exception {
        pipeline.stored.execute("""
                CREATE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.kafka_offset >= %d THEN
                        PERFORM pg_advisory_xact_lock(1);
                    END IF;
                    RETURN NEW;
                END $$""".formatted(offset));
        pipeline.stored.execute("CREATE TRIGGER halt BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION halt()");
    }

    @Test
    void whatWasStoredBeforeTheKillCountsOnceAndNothingIsStoredTwice() throws Exception {
        skipSome();
        String id;
        // It copies nothing of the first 100, and is halted at the counts of the first rows that it has inserted.
        try (var held = new HeldTable(pipeline.stored, "LOCK TABLE event_counts IN SHARE MODE");
                var command = CommandProcess.start(
                        pipeline, SETTINGS, "replay", "kafka", "--from", "2020-01-01", "--rate", "20")) {
            held.awaitHalted("event_counts");
            command.kill();
            assertThat(command.awaitExit()).isEqualTo(128 + 9);
            id = pipeline.stored.texts("SELECT operation_id FROM operations").getFirst();
            assertThat(command.printed()).contains("operations resume " + id).doesNotContain(" found: ");
        }
        assertThat(pipeline.stored.texts("SELECT state FROM operations")).containsExactly("running");
        long found = pipeline.stored.number("SELECT (counts ->> 'found')::bigint FROM operations");
        assertThat(found).isPositive().isLessThanOrEqualTo(STORED);
        assertThat(pipeline.stored.number("SELECT (counts ->> 'already_stored')::bigint FROM operations"))
                .isEqualTo(found);
        assertThat(pipeline.stored.events()).isEqualTo(STORED);

        haltAt(STORED + 40);
        // Again, now with rows of its own behind it.
        try (var held = new HeldTable(pipeline.stored, "SELECT pg_advisory_xact_lock(1)");
                var command = CommandProcess.start(pipeline, SETTINGS, "operations", "resume", id)) {
            held.awaitHalted("INSERT INTO public.events");
            command.kill();
            assertThat(command.awaitExit()).isEqualTo(128 + 9);
        }
        assertThat(pipeline.stored.events()).isBetween(STORED + 20L, STORED + 40L);
        assertThat(pipeline.stored.texts("SELECT state FROM operations")).containsExactly("running");
        assertThat(
                        pipeline.stored.number(
                                "SELECT (counts ->> 'already_stored')::bigint + (counts ->> 'inserted')::bigint FROM operations"))
                .isEqualTo(pipeline.stored.number("SELECT (counts ->> 'found')::bigint FROM operations"))
                .isLessThan(STORED + SKIPPED);

        try (var command = CommandProcess.start(pipeline, SETTINGS, "operations", "resume", id)) {
            assertThat(command.awaitExit()).as(command.printed()).isZero();
            assertThat(command.printed()).contains("190 found: 90 inserted, 100 already stored, 0 erased");
        }

        pipeline.awaitAllStored();
        assertThat(pipeline.stored.number("SELECT sum(events) FROM event_counts"))
                .isEqualTo(STORED + SKIPPED);
        assertThat(pipeline.stored.texts("SELECT action FROM audit_log ORDER BY audit_id"))
                .containsExactly(
                        "progress.skip",
                        "replay.kafka",
                        "replay.kafka.resumed",
                        "replay.kafka.resumed",
                        "replay.kafka.done");
        assertThat(pipeline.stored.texts(
                        "SELECT details -> 'counts' ->> 'found' FROM audit_log WHERE action = 'replay.kafka.done'"))
                .containsExactly("190");
    }
}
