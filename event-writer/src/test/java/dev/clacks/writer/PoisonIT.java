package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Records whose writers are killed while they have them in hand. The test is the killer: the insert of such an event comes to a
 * halt at a lock that the test holds, and then SIGKILL comes. An event whose writer is killed for another reason looks just
 * like one that kills; only how often tells them apart.
 */
class PoisonIT {

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;
    private HeldTable unlucky;
    private HeldTable poison;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, 1, POSTGRES.newDatabase()).impatient();
        pipeline.stored.execute("""
                CREATE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.event_type IN ('unlucky', 'poison') THEN
                        PERFORM pg_advisory_xact_lock(hashtext(NEW.event_type));
                    END IF;
                    RETURN NEW;
                END $$""");
        pipeline.stored.execute("CREATE TRIGGER halt BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION halt()");
        pipeline.chunksWaitBeyond("lock_timeout", "statement_timeout");
        unlucky = new HeldTable(pipeline.stored, "SELECT pg_advisory_xact_lock(hashtext('unlucky'))");
        poison = new HeldTable(pipeline.stored, "SELECT pg_advisory_xact_lock(hashtext('poison'))");
    }

    @AfterEach
    void close() throws Exception {
        unlucky.close();
        poison.close();
        pipeline.close();
    }

    @Test
    void threeDeathsInHandSetARecordAsideAndFiveKillsOfItsWritersDoNot() throws Exception {
        pipeline.publish(0, 1);
        publish("unlucky");
        pipeline.publish(0, 1);
        String poisonous = publish("poison");
        pipeline.publish(0, 1);

        // Three before anything is suspected; from then on one by one, two with the unlucky one marked in hand.
        for (int kill = 0; kill < 5; kill++) {
            WriterProcess writer = pipeline.process(Map.of());
            unlucky.awaitHalted("events");
            kill(writer);
        }
        assertThat(pipeline.stored.number("SELECT max(in_hand_offset) FROM writer_progress"))
                .isEqualTo(1);
        unlucky.close();

        int deaths = 0;
        WriterProcess writer = pipeline.process(Map.of());
        while (haltedOrSetAside() == State.HALTED) {
            assertThat(pipeline.stored.events())
                    .as("the unlucky one among them")
                    .isEqualTo(3);
            assertThat(pipeline.committedOffsets())
                    .as("where the next writer begins")
                    .isEqualTo(3);
            kill(writer);
            deaths++;
            assertThat(deaths).as("deaths").isLessThan(4);
            writer = pipeline.process(Map.of());
        }

        assertThat(deaths).isEqualTo(3);
        Await.untilEqual("rows but for the poison", pipeline.door.ledger().size() - 1L, pipeline.stored::events);
        assertThat(pipeline.stored.texts("SELECT event_id || ' ' || code FROM failed_events"))
                .containsExactly(poisonous + " kills_writer");
        assertThat(pipeline.stored.verify(pipeline.door.ledger()).violations()).isEmpty();
    }

    /** Publishes an event of that type; returns its id. */
    private String publish(String type) {
        var event = pipeline.events.next().withType(type);
        pipeline.door.publish(0, List.of(event));
        return event.eventId().toString();
    }

    private enum State {
        HALTED,
        SET_ASIDE,
        NEITHER
    }

    private State haltedOrSetAside() {
        return Await.until(
                "a writer to be halted, or the record to be set aside",
                () -> {
                    if (pipeline.stored.failed() > 0) {
                        return State.SET_ASIDE;
                    }
                    return poison.halted("events") ? State.HALTED : State.NEITHER;
                },
                state -> state != State.NEITHER);
    }

    /** SIGKILL to the process, and an end to its backend, which PostgreSQL itself would notice within five seconds. */
    private void kill(WriterProcess writer) throws Exception {
        writer.kill();
        pipeline.stored.texts("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name LIKE 'clacks writer%'");
    }
}
