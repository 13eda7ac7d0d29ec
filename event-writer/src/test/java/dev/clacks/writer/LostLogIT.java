package dev.clacks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.TopicSetup;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W6: where Kafka does not have what is to be read next, the partition stops and says what was lost; nothing jumps. */
class LostLogIT {

    private static final int BIG_EVENTS = 150;

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;
    private RunningWriter writer;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, 2, POSTGRES.newDatabase());
        writer = pipeline.writer(RunningWriter.write(5, 50)); // with little read ahead
        pipeline.publish(0, 50);
        pipeline.awaitAllStored();
        pipeline.awaitCommitted(0, 50);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void w6RecordsRemovedBeforeTheyWereStoredStopThePartitionAndOthersGoOn() throws Exception {
        pipeline.stopWriters();
        try (var doorOfWhatIsLost = new Door(pipeline.kafka)) {
            doorOfWhatIsLost.publish(0, pipeline.events.next(30));
        }
        KAFKA.admin()
                .deleteRecords(Map.of(pipeline.events(0), RecordsToDelete.beforeOffset(70)))
                .all()
                .get();

        writer = pipeline.writer();

        awaitStopped(writer, "the log begins at 70, progress stands at 50: 20 records were removed");
        pipeline.publish(1, 10);
        pipeline.awaitAllStored();
        assertThat(pipeline.progress(0)).isEqualTo(50);
    }

    @Test
    void w6ALogThatEndsBeforeProgressStopsThePartition() throws Exception {
        pipeline.stopWriters();
        pipeline.stored.execute(
                "UPDATE writer_progress SET next_offset = 80, end_offset_seen = 90 WHERE partition = 0 AND topic = ?",
                pipeline.kafka.topics().events());

        awaitStopped(pipeline.writer(), "the log ends at 50, progress stands at 80");
    }

    @Test
    void w6ATopicMadeAgainStopsItsPartitionsUntilAnOperatorSaysWhereToBegin() throws Exception {
        String topic = pipeline.kafka.topics().events();
        KAFKA.admin().deleteTopics(List.of(topic)).all().get();
        Await.untilTrue(
                "the topic to be gone",
                () -> !KAFKA.admin().listTopics().names().get().contains(topic));
        new TopicSetup(KAFKA.admin(), pipeline.kafka.topics()).create();

        awaitStopped(writer, "was deleted and made again");

        pipeline.publish(0, 5);
        pipeline.door.publishRefused(0, "{}".getBytes(UTF_8), "invalid_schema", "user_id");
        Await.untilEqual("what came after it in the other topic", 1L, pipeline.stored::failed);
        assertThat(pipeline.stored.events()).isEqualTo(50);
        pipeline.stopWriters();
        try (var operators = new Operators(pipeline)) {
            operators.skip(0, 0);
            operators.skip(1, 0);
        }
        pipeline.writer();
        pipeline.awaitAllStored();
    }

    @Test
    void w6RecordsRemovedUnderARunningWriterStopThePartitionAndAreCounted() throws Exception {
        long begin = 50 + BIG_EVENTS - 10;
        pipeline.proxy.refuse();
        try (var doorOfWhatIsLost = new Door(pipeline.kafka)) {
            doorOfWhatIsLost.publish(0, bigEvents());
        }
        KAFKA.admin()
                .deleteRecords(Map.of(pipeline.events(0), RecordsToDelete.beforeOffset(begin)))
                .all()
                .get();
        pipeline.proxy.accept();

        awaitStopped(writer, "the log begins at " + begin);
        long stored = pipeline.progress(0);
        awaitStopped(
                writer,
                "the log begins at %d, progress stands at %d: %d records were removed"
                        .formatted(begin, stored, begin - stored));
        assertThat(stored).as("how far it had read").isBetween(50L, begin - 1);
        assertThat(pipeline.stored.events()).isEqualTo(stored);
        pipeline.publish(1, 10);
        Await.untilEqual("rows, with those of the other partition", stored + 10, pipeline.stored::events);
        pipeline.stored.verify(pipeline.door.ledger()).assertHolds();
        assertThat(pipeline.progress(0)).isEqualTo(stored);
    }

    /** More than a writer holds whose database is away: Kafka gives it 2 MiB of a partition at a time. */
    private List<TestEvent> bigEvents() {
        var events = pipeline.events.next(BIG_EVENTS);
        var random = new Random(pipeline.events.seed());
        var noise = new byte[50_000];
        events.replaceAll(event -> {
            random.nextBytes(noise);
            return event.withData("\"" + HexFormat.of().formatHex(noise) + "\"");
        });
        return events;
    }

    private void awaitStopped(RunningWriter writer, String why) {
        Await.until(
                "partition 0 to be stopped",
                () -> writer.state().stopped().getOrDefault(pipeline.events(0), ""),
                text -> text.contains(why));
        assertThat(writer.alive()).isTrue();
    }
}
