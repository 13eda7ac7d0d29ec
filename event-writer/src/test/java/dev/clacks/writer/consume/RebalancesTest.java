package dev.clacks.writer.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.writer.chunk.Chunk;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RebalancesTest {

    private final Script script = new Script();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Rebalances rebalances = new Rebalances(
            consumer,
            script.lanes,
            script.answers,
            new OffsetCommits(script.lanes, script.pace, script.metrics),
            script.lag,
            script.jobs(),
            Duration.ofMillis(50),
            InstantSource.system());

    @BeforeEach
    void assign() {
        consumer.assign(List.of(Script.PARTITION));
        script.running(0);
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void aChunkThatDoesNotEndWithinTheBoundIsRolledBack() {
        script.records(0, 10);
        script.step();

        rebalances.onPartitionsRevoked(List.of(Script.PARTITION));

        assertThat(script.cancelled).isOne();
        assertThat(script.lanes.partitions()).isEmpty();
    }

    @Test
    void aChunkThatEndsIsTold() {
        script.records(0, 10);
        script.step();
        Chunk chunk = script.nextChunk();
        script.storedLater(chunk);

        rebalances.onPartitionsRevoked(List.of(Script.PARTITION));

        assertThat(script.cancelled).isZero();
        assertThat(consumer.committed(Set.of(Script.PARTITION)))
                .hasEntrySatisfying(
                        Script.PARTITION, told -> assertThat(told.offset()).isEqualTo(10));
    }
}
