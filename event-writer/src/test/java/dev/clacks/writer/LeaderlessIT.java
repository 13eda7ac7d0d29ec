package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.replay.Job;
import dev.clacks.writer.replay.Operator;
import dev.clacks.writer.replay.ReplayStoppedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W5: a partition without a leader waits, says so, and keeps no other one waiting or unseen. */
class LeaderlessIT {

    private static final int PARTITIONS = 3;

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;
    private TopicPartition dead;
    private LeaderlessAdmin cluster;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, PARTITIONS, POSTGRES.newDatabase());
        dead = pipeline.events(0);
        cluster = new LeaderlessAdmin(List.of(dead));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void w5OthersAreClaimedStoredAndMeasuredAndTheOneWithoutALeaderIsNamed() throws Exception {
        RunningWriter writer = pipeline.writer(cluster::before);
        pipeline.publish(1, 20);
        pipeline.publish(2, 20);
        pipeline.awaitAllStored();

        Await.untilEqual(
                "the lag of all others", 2L * PARTITIONS - 1, () -> writer.values("writer_consumer_lag_records"));
        Await.until(
                "the partition to be named",
                Duration.ofMinutes(4),
                () -> writer.state().hindered(),
                hindered -> hindered.containsKey(dead));
        assertThat(writer.state().hindered().get(dead)).contains("the partition has no leader");
        assertThat(writer.state().hindered()).hasSize(1);
        assertThat(writer.state().databaseTrouble()).isEmpty();
        pipeline.publish(1, 20);
        pipeline.awaitAllStored();

        cluster.elect();
        pipeline.publish(0, 20);

        pipeline.awaitAllStored();
        Await.untilTrue(
                "nothing to be hindered", () -> writer.state().hindered().isEmpty());
    }

    @Test
    void aReplayReadsAllOthersAndTheOneWithoutALeaderWhenItIsResumedAndThereIsOneAgain() throws Exception {
        pipeline.writer();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            pipeline.publish(partition, 20);
        }
        pipeline.awaitAllStored();
        try (var operators = new Operators(pipeline)) {
            Operator operator = operators.operator(operators.log(cluster::before));

            Job begun = operator.begin(Operators.ACTOR, operators.all(), 0);
            UUID id = begun.operation().id();
            assertAllButTheDeadOneIsRead(begun);
            assertAllButTheDeadOneIsRead(operator.resume(Operators.ACTOR, id, true));
            assertThat(pipeline.stored.texts("SELECT state || ' ' || total FROM operations"))
                    .containsExactly("failed 40");

            cluster.elect();
            try (Job resumed = operator.resume(Operators.ACTOR, id, true)) {
                assertThat(resumed.operation().total()).isEqualTo(60);
                assertThat(resumed.run(done -> {})).isEqualTo(Counts.stored(0, 60, 0, 0, Map.of()));
            }
        }
        assertThat(pipeline.stored.texts("SELECT state FROM operations")).containsExactly("done");
    }

    private static void assertAllButTheDeadOneIsRead(Job job) {
        try (job) {
            assertThatThrownBy(() -> job.run(done -> {}))
                    .isInstanceOf(ReplayStoppedException.class)
                    .hasMessageContaining("partitions [0] of");
            assertThat(job.counts()).isEqualTo(Counts.stored(0, 40, 0, 0, Map.of()));
        }
    }
}
