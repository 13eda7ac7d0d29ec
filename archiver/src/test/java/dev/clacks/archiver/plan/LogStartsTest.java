package dev.clacks.archiver.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A1: a row leaves PostgreSQL only after it left Kafka. */
class LogStartsTest {

    private static final UUID TOPIC = UUID.fromString("00000000-0000-0000-0000-0000000000aa");
    private static final UUID GONE = UUID.fromString("00000000-0000-0000-0000-0000000000bb");
    private static final LogStarts STARTS = new LogStarts(TOPIC, Map.of(TOPIC, Map.of(0, 100L)));

    @Test
    void theLastRecordThatKafkaHoldsKeepsItsRow() {
        assertThat(STARTS.obstacle(List.of(new Origin(TOPIC, 0, 99)))).isEmpty();
        assertThat(STARTS.obstacle(List.of(new Origin(TOPIC, 0, 100))))
                .get()
                .asString()
                .contains("offset 100");
    }

    @Test
    void oneSuchOriginAmongManyKeepsTheLeaf() {
        assertThat(STARTS.obstacle(List.of(new Origin(GONE, 3, 1_000_000), new Origin(TOPIC, 0, 5_000))))
                .isPresent();
    }

    @Test
    void whatATopicHeldThatExistsNoMoreHasLeftKafka() {
        assertThat(STARTS.obstacle(List.of(new Origin(GONE, 3, 1_000_000)))).isEmpty();
    }

    @Test
    void aPartitionThatKafkaSaysNothingOfIsNotTakenForEmpty() {
        assertThatThrownBy(() -> STARTS.obstacle(List.of(new Origin(TOPIC, 7, 0))))
                .isInstanceOf(LogStartSource.KafkaUnknownException.class)
                .hasMessageContaining("partition 7");
    }
}
