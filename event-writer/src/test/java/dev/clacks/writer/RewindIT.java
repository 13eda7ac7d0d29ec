package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W2 and W3: progress is moved by others, at rest and under way, and every event is still there once. */
class RewindIT {

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, 1, POSTGRES.newDatabase());
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    /** More of them where partitions came and went before the offsets were committed: they are read once more then. */
    private static void awaitDuplicates(RunningWriter writer, int atLeast) {
        Await.until(
                "duplicates",
                () -> writer.counter("writer_events", "outcome", "duplicate"),
                duplicates -> duplicates >= atLeast);
    }

    private void publish(int count) {
        pipeline.publish(0, count);
    }

    @Test
    void w3AnOperatorRewindsWithKafkasOwnTools() throws Exception {
        pipeline.writer();
        publish(300);
        pipeline.awaitAllStored();
        long end = pipeline.door.ledger().size();
        pipeline.awaitCommitted(0, end);
        pipeline.stopWriters();

        pipeline.rewindWithKafkasTools(0, end - 200);
        RunningWriter writer = pipeline.writer();
        publish(10);

        awaitDuplicates(writer, 200);
        pipeline.awaitAllStored();
    }

    @Test
    void w3AnOperatorRewindsWithKafkasOwnToolsIntoWhatWasSkippedOnceKafkaHasFollowedTheSkip() throws Exception {
        RunningWriter first = pipeline.writer();
        publish(100);
        pipeline.awaitAllStored();
        pipeline.proxy.refuse();
        publish(50);
        Await.until("retries", () -> first.counter("writer_retries", "kind", "database"), retries -> retries > 0);
        try (var operators = new Operators(pipeline)) {
            assertThat(operators.skip(0, 130).leftOut()).isEqualTo(30);
        }
        pipeline.proxy.accept();
        Await.untilEqual("rows without the skipped ones", 120L, pipeline.stored::events);
        pipeline.awaitCommitted(0, 150);
        Await.untilEqual(
                "skips that are remembered",
                0L,
                () -> pipeline.stored.number("SELECT count(*) FROM writer_progress WHERE skipped_to IS NOT NULL"));
        pipeline.stopWriters();

        pipeline.rewindWithKafkasTools(0, 110);
        pipeline.writer();

        Await.untilEqual("rows without those that nobody asked for", 140L, pipeline.stored::events);
    }

    @Test
    void w2ProgressIsRewoundWhileTheWriterRuns() throws Exception {
        RunningWriter writer = pipeline.writer();
        publish(300);
        pipeline.awaitAllStored();
        pipeline.awaitCommitted(0, 300); // else it would be read again from there

        pipeline.stored.execute("UPDATE writer_progress SET next_offset = next_offset - 100 WHERE next_offset > 0");

        awaitDuplicates(writer, 100);
        publish(10);
        pipeline.awaitAllStored();
        assertThat(writer.counter("writer_fenced")).isPositive();
    }

    @Test
    void aDatabasePutBackSomeCommitsIsFilledAgainThoughNothingNewComesIn() throws Exception {
        RunningWriter writer = pipeline.writer(RunningWriter.write(50, 20));
        publish(300);
        pipeline.awaitAllStored();
        pipeline.awaitCommitted(0, pipeline.door.ledger().size());

        putBack(120);

        pipeline.awaitAllStored();
        assertThat(writer.counter("writer_fenced")).isPositive();
    }

    @Test
    void aDatabasePutBackWhileNoWriterRanIsFilledAgain() throws Exception {
        pipeline.writer(RunningWriter.write(50, 20));
        publish(300);
        pipeline.awaitAllStored();
        pipeline.awaitCommitted(0, pipeline.door.ledger().size());
        pipeline.stopWriters();

        putBack(120);
        pipeline.writer();

        pipeline.awaitAllStored();
    }

    @Test
    void aDatabaseThatLostItsProgressIsFilledFromTheLogsBeginning() throws Exception {
        pipeline.writer();
        publish(100);
        pipeline.awaitAllStored();
        pipeline.stopWriters();
        pipeline.stored.execute("TRUNCATE events, event_counts, writer_progress");

        pipeline.writer();

        pipeline.awaitAllStored();
    }

    /** What a crash does to a database that answers COMMIT before it is on disk: the last transactions were never there. */
    private void putBack(long records) throws Exception {
        try (var connection = pipeline.stored.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE writer_progress");
            for (String step : List.of(
                    "CREATE TEMP TABLE back AS SELECT next_offset - " + records
                            + " AS at FROM writer_progress WHERE next_offset > 0",
                    "DELETE FROM events WHERE kafka_offset >= (SELECT at FROM back)",
                    "DELETE FROM event_counts",
                    """
                    INSERT INTO event_counts (org_id, app_id, event_type, hour, received_on, events)
                    SELECT org_id, app_id, event_type, date_trunc('hour', "timestamp", 'UTC'),
                           (received_at AT TIME ZONE 'UTC')::date, count(*) FROM events GROUP BY 1, 2, 3, 4, 5""",
                    "UPDATE writer_progress SET next_offset = (SELECT at FROM back) WHERE next_offset > 0")) {
                statement.execute(step);
            }
            connection.commit();
        }
    }
}
