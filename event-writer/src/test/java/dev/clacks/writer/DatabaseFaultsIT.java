package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W5: the way to PostgreSQL breaks, in each of its ways; nothing is held against an event and the writer goes on by itself. */
class DatabaseFaultsIT {

    private static final boolean LONG = Boolean.getBoolean("long");

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, 3, POSTGRES.newDatabase());
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void publishEverywhere(int count) {
        for (int partition = 0; partition < 3; partition++) {
            pipeline.publish(partition, count);
        }
    }

    @Test
    void aDatabaseThatIsAwayAtTheStartIsWaitedFor() throws Exception {
        pipeline.proxy.refuse();
        RunningWriter writer = pipeline.writer();
        publishEverywhere(50);
        Await.until("the probe to say so", () -> writer.state().databaseTrouble(), trouble -> !trouble.isEmpty());

        pipeline.proxy.accept();

        pipeline.awaitAllStored();
        Await.untilEqual("the probe to be well", "", () -> writer.state().databaseTrouble());
        assertW5(writer);
    }

    @Test
    void aDatabaseThatGoesAwayUnderLoadIsWaitedForAndTheGroupIsNotDisturbed() throws Exception {
        RunningWriter writer = pipeline.writer();
        publishEverywhere(100);
        pipeline.awaitAllStored();
        String before = pipeline.membership();

        pipeline.proxy.refuse();
        publishEverywhere(1_000);
        Await.until("retries", () -> writer.counter("writer_retries", "kind", "database"), retries -> retries > 3);
        assertThat(pipeline.membership()).as("the group meanwhile").isEqualTo(before);
        pipeline.proxy.accept();

        pipeline.awaitAllStored();
        assertThat(pipeline.membership()).as("the group").isEqualTo(before);
        assertThat(writer.state().joined()).isTrue();
        assertW5(writer);
    }

    @Test
    void connectionsThatBreakUnderLoadAreReplaced() throws Exception {
        RunningWriter writer = pipeline.writer(RunningWriter.write(20, 10));
        for (int i = 0; i < 10; i++) {
            long before = pipeline.stored.events();
            publishEverywhere(100);
            Await.until("more rows", pipeline.stored::events, rows -> rows > before);
            pipeline.proxy.cut();
        }

        pipeline.awaitAllStored();
        assertW5(writer);
    }

    @Test
    void aCommitWhoseAnswerIsLostIsNotRepeated() throws Exception {
        RunningWriter writer = pipeline.writer(RunningWriter.write(20, 10));
        publishEverywhere(20);
        pipeline.awaitAllStored();
        for (int i = 0; i < 5; i++) {
            var cut = pipeline.proxy.cutBeforeReply("COMMIT\0");
            publishEverywhere(100);
            cut.get(3, TimeUnit.MINUTES);
        }

        pipeline.awaitAllStored();
        assertW5(writer);
    }

    @Test
    void aMissingRightStopsThePartitionLoudlyAndLosesNothing() throws Exception {
        RunningWriter writer = pipeline.writer();
        publishEverywhere(10);
        pipeline.awaitAllStored();
        pipeline.stored.execute("REVOKE INSERT ON events FROM clacks_writer");
        pipeline.publish(0, 10);

        Await.until("the partition to be stopped", () -> writer.state().stopped(), stopped -> stopped.size() == 1);
        assertThat(writer.state().stopped().values()).first().asString().contains("42501");
        assertThat(writer.alive()).isTrue();
        pipeline.stored.execute("GRANT INSERT ON events TO clacks_writer");
        RunningWriter next = LONG ? triedAgain(writer) : restarted();

        pipeline.awaitAllStored();
        assertW5(next);
    }

    @Test
    void aHeldRowOfAnIdlePartitionKeepsNoOtherOneWaitingAndIsNoTroubleOfTheDatabase() throws Exception {
        RunningWriter writer = pipeline.writer();
        publishEverywhere(10);
        pipeline.awaitAllStored();
        Await.untilEqual(
                "the idle partitions to be claimed",
                2L,
                () -> pipeline.stored.number(
                        "SELECT count(*) FROM writer_progress WHERE topic = ? AND partition IN (0, 1)",
                        pipeline.kafka.topics().failed()));
        try (var _ = new HeldTable(
                pipeline.stored,
                "SELECT FROM writer_progress WHERE topic = '%s' AND partition = 0 FOR UPDATE"
                        .formatted(pipeline.kafka.topics().failed()))) {
            for (int renewal = 0; renewal < 2; renewal++) {
                String before = confirmedAt(1);
                Await.until("another idle partition to be confirmed", () -> confirmedAt(1), at -> !at.equals(before));
                assertThat(writer.state().databaseTrouble()).isEmpty();
            }
            publishEverywhere(10);
            pipeline.awaitAllStored();
        }
        assertThat(writer.counter("writer_fenced")).isZero();
        assertW5(writer);
    }

    /** When a partition of failed events was last seen to be as its writer left it. */
    private String confirmedAt(int partition) throws Exception {
        return pipeline.stored
                .texts(
                        "SELECT updated_at FROM writer_progress WHERE topic = ? AND partition = ?",
                        pipeline.kafka.topics().failed(),
                        partition)
                .getFirst();
    }

    /** Without anybody's help, a minute after it stopped. */
    private RunningWriter triedAgain(RunningWriter writer) {
        Await.until(
                "the stopped partition to be tried again",
                Duration.ofMinutes(4),
                () -> writer.state().stopped(),
                stopped -> stopped.isEmpty());
        return writer;
    }

    private RunningWriter restarted() {
        pipeline.stopWriters();
        return pipeline.writer();
    }

    @Test
    void aDatabaseWithoutTheSchemaStopsThePartitionsAndSaysWhatToDo() throws Exception {
        try (var bare = new Pipeline(KAFKA, 3, POSTGRES.newEmptyDatabase())) {
            RunningWriter writer = bare.writer();

            Await.until("all partitions to be stopped", () -> writer.state().stopped(), stopped -> stopped.size() == 6);

            assertThat(writer.state().stopped().values())
                    .allSatisfy(why -> assertThat(why).contains("ingest-api db migrate"));
        }
    }

    private void assertW5(RunningWriter writer) throws Exception {
        assertThat(writer.alive()).isTrue();
        assertThat(writer.state().stopped()).isEmpty();
        assertThat(pipeline.stored.failed()).isZero();
    }
}
