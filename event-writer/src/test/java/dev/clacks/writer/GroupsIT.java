package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import dev.clacks.writer.config.GroupSettings;
import dev.clacks.writer.config.GroupSettings.Protocol;
import dev.clacks.writer.config.WriteSettings;
import io.dropwizard.util.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writers together: either protocol of the group, partitions that go from one to another, the same events in two hands. */
class GroupsIT {

    private static final int PARTITIONS = 2;

    /** As architecture notes want them for brokers whose session timeout cannot be set. */
    private static final Map<String, String> STATIC_MEMBER =
            Map.of("CLACKS_GROUP_PROTOCOL", "CLASSIC", "CLACKS_GROUP_INSTANCE_ID", "writer-a");

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final String CLAIMS = "SELECT claim FROM writer_progress WHERE topic = ? ORDER BY partition";

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
    void aStaticMemberThatIsKilledGetsItsPartitionsBackAndItsNamesakeMakesItEnd() throws Exception {
        WriterProcess first = pipeline.process(STATIC_MEMBER).awaitAssigned(2 * PARTITIONS);
        publish(50);
        pipeline.awaitAllStored();
        first.kill();
        publish(50);
        long killed = System.nanoTime();

        WriterProcess second = pipeline.process(STATIC_MEMBER);
        pipeline.awaitAllStored();
        System.out.printf(
                "classic protocol, static id: stored %.1f s after kill -9, the start of a JVM included%n",
                (System.nanoTime() - killed) / 1e9);

        WriterProcess namesake = pipeline.process(STATIC_MEMBER);

        Await.untilTrue("the older one to end", () -> !second.child().isAlive());
        assertThat(second.child().exitCode()).isEqualTo(WriterApplication.EXIT_NAMESAKE);
        assertThat(second.log())
                .as("lines of JSON")
                .containsPattern("(?m)^\\{.*another process bears this one's group.instanceId.*\\}$");
        publish(50);
        pipeline.awaitAllStored();
        assertThat(namesake.child().isAlive()).isTrue();
    }

    @Test
    void twoWritersOfTheClassicProtocolShareThePartitionsAndHandThemOver() throws Exception {
        RunningWriter stays = pipeline.writer(classic("a"), RunningWriter.write(100, 20));
        RunningWriter goes = pipeline.writer(classic("b"), RunningWriter.write(100, 20));
        Await.until(
                "both to have partitions",
                () -> List.of(stays.gauge("writer_partition_assigned"), goes.gauge("writer_partition_assigned")),
                assigned -> assigned.stream().allMatch(partitions -> partitions == PARTITIONS));
        publish(300);
        pipeline.awaitAllStored();

        goes.close();
        Await.untilEqual("what Kafka was told", pipeline.progress(), pipeline::committedOffsets);
        assertThat(committed())
                .as("the epochs by which a truncated log is noticed")
                .hasSize(PARTITIONS)
                .allMatch(offset -> offset.leaderEpoch().isPresent());
        publish(300);

        pipeline.awaitAllStored();
        Await.untilEqual(
                "partitions of the one that stays", 2.0 * PARTITIONS, () -> stays.gauge("writer_partition_assigned"));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void eachOfTwoWritersGetsItsShareOfEachTopicThoughTheFirstHadAll(Protocol protocol) throws Exception {
        RunningWriter first = pipeline.writer(group(protocol), RunningWriter.write(100, 20));
        Await.untilEqual("partitions of the first", 2.0 * PARTITIONS, () -> first.gauge("writer_partition_assigned"));

        RunningWriter second = pipeline.writer(group(protocol), RunningWriter.write(100, 20));

        Await.untilEqual(
                "partitions of events of the first, of the second, and of failed events of each",
                List.of(1.0, 1.0, 1.0, 1.0),
                () -> List.of(
                        assigned(first, pipeline.kafka.topics().events()),
                        assigned(second, pipeline.kafka.topics().events()),
                        assigned(first, pipeline.kafka.topics().failed()),
                        assigned(second, pipeline.kafka.topics().failed())));
    }

    private double assigned(RunningWriter writer, String topic) {
        double sum = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sum += writer.gauge("writer_partition_assigned", "partition", Integer.toString(partition), "topic", topic);
        }
        return sum;
    }

    @Test
    void partitionsAreGivenBackWithinTheBoundThoughTheDatabaseHoldsTheirTransaction() throws Exception {
        WriteSettings impatient = RunningWriter.write(20, 10, Duration.milliseconds(500));
        RunningWriter first = pipeline.writer(impatient);
        publish(20);
        pipeline.awaitAllStored();
        RunningWriter second;
        List<String> claims;
        try (var held = new HeldTable(pipeline.stored, "LOCK TABLE event_counts IN SHARE MODE")) {
            publish(200);
            held.awaitHalted("event_counts");
            claims = pipeline.stored.texts(CLAIMS, pipeline.kafka.topics().events());
            second = pipeline.writer(impatient);
            Await.untilEqual(
                    "partitions of the second", (double) PARTITIONS, () -> second.gauge("writer_partition_assigned"));
            assertThat(first.alive()).isTrue();
            assertThat(pipeline.stored.events()).isEqualTo(20 * PARTITIONS);
            // Whether it was rolled back is seen by who comes to a halt there: the heir, with a claim of its own.
            Await.until(
                    "the heir to have claimed its partition of events",
                    () -> pipeline.stored.texts(CLAIMS, pipeline.kafka.topics().events()),
                    now -> !now.equals(claims));
        }

        pipeline.awaitAllStored();
        publish(20);
        pipeline.awaitAllStored();
        assertThat(pipeline.stored.failed()).isZero();
    }

    @Test
    void twoWritersThatGetTheSameEventsInDifferentOrderNeverDeadlock() throws Exception {
        var random = new Random(pipeline.events.seed());
        RunningWriter one = pipeline.writer(RunningWriter.write(100, 10));
        RunningWriter other = pipeline.writer(RunningWriter.write(100, 10));
        Await.until(
                "both to have partitions",
                () -> List.of(one.gauge("writer_partition_assigned"), other.gauge("writer_partition_assigned")),
                assigned -> assigned.stream().allMatch(partitions -> partitions == PARTITIONS));
        for (int round = 0; round < 20; round++) {
            List<TestEvent> same = new ArrayList<>(pipeline.events.next(100));
            for (int partition = 0; partition < PARTITIONS; partition++) {
                Collections.shuffle(same, random);
                pipeline.door.publish(partition, same);
                pipeline.door.publishRefused(partition, same.getFirst().bytes(), "code_" + random.nextInt(5), "f");
            }
        }

        pipeline.awaitAllStored();
        Await.untilEqual("progress over both partitions", 20L * 100 * PARTITIONS, () -> pipeline.progress());
        assertThat(pipeline.stored.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isZero();
        // PostgreSQL tells its own number late.
        for (RunningWriter writer : List.of(one, other)) {
            assertThat(writer.counter("writer_retries", "kind", "conflict")).isZero();
        }
        Await.until(
                "copies to be counted",
                () -> one.counter("writer_events", "outcome", "duplicate")
                        + other.counter("writer_events", "outcome", "duplicate"),
                copies -> copies >= 20 * 100);
    }

    private List<OffsetAndMetadata> committed() throws Exception {
        String topic = pipeline.kafka.topics().events();
        return KAFKA
                .admin()
                .listConsumerGroupOffsets(pipeline.group)
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()
                .stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void publish(int count) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            pipeline.publish(partition, count);
        }
    }

    private GroupSettings group(Protocol protocol) {
        return protocol == Protocol.CLASSIC ? classic("") : RunningWriter.group(pipeline.group);
    }

    private GroupSettings classic(String instance) {
        return new GroupSettings(
                pipeline.group,
                Protocol.CLASSIC,
                instance,
                Duration.seconds(6),
                Duration.milliseconds(500),
                Duration.seconds(60));
    }
}
