package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.time.ManualClock;
import dev.clacks.writer.consume.LoopState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadinessProbesTest {

    private static final TopicPartition PARTITION = new TopicPartition("clacks.events", 3);

    private final ManualClock clock = ManualClock.at("2026-11-25T10:00:00Z");
    private final Instant now = clock.instant();
    private LoopState state = new LoopState(true, now, "", "", Map.of(), Map.of());

    @Test
    void allIsWellWhileTheGroupKafkaAndTheDatabaseAre() {
        assertThat(failing()).isNull();
        clock.advance(Duration.ofSeconds(15));
        assertThat(failing()).isNull();
    }

    @Test
    void whoIsNotInTheGroupIsNotReady() {
        state = new LoopState(false, now, "", "", Map.of(), Map.of());

        assertThat(failing()).isEqualTo("group-0: has not joined the consumer group");
    }

    @Test
    void aKafkaThatIsSilentForLongerThanFifteenSecondsIsAway() {
        clock.advance(Duration.ofMillis(15_001));

        assertThat(failing()).isEqualTo("kafka-0: Kafka does not answer");
    }

    @Test
    void whatIsWrongIsSaidInWords() {
        state = new LoopState(true, now, "one of the topics does not exist", "", Map.of(), Map.of());
        assertThat(failing()).isEqualTo("kafka-0: one of the topics does not exist");
        state = new LoopState(true, now, "", "08006 refused", Map.of(), Map.of());
        assertThat(failing()).isEqualTo("database-0: 08006 refused");
        state = new LoopState(true, now, "", "", Map.of(PARTITION, "records are gone"), Map.of());
        assertThat(failing()).isEqualTo("partitions-0: clacks.events-3 is stopped: records are gone");
        state = new LoopState(true, now, "", "", Map.of(), Map.of(PARTITION, "55P03 a lock"));
        assertThat(failing()).isEqualTo("partitions-0: clacks.events-3 does not get on: 55P03 a lock");
    }

    /** The one probe that fails, and why; null where none does. */
    private @Nullable String failing() {
        var failing = ReadinessProbes.of(0, () -> state, clock).entrySet().stream()
                .filter(entry -> !entry.getValue().ask().ok())
                .map(entry -> entry.getKey() + ": " + entry.getValue().ask().detail())
                .toList();
        assertThat(failing).hasSizeLessThan(2);
        return failing.isEmpty() ? null : failing.getFirst();
    }
}
