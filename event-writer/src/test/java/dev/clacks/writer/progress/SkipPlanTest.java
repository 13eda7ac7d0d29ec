package dev.clacks.writer.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.app.UserErrorException;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SkipPlanTest {

    private static final TopicPartition PARTITION = new TopicPartition("events", 3);
    private static final UUID TOPIC_ID = new UUID(1, 1);

    @Test
    void whatLiesBetweenIsLeftOut() {
        SkipPlan plan = plan(List.of(row(TOPIC_ID, 50)), log(0, 100, 40L), 80);

        assertThat(plan.leftOut()).isEqualTo(30);
        assertThat(plan.gone()).isZero();
        assertThat(plan.notBelievedFrom()).isEqualTo(40);
        assertThat(plan.kafkaIsBehind()).isTrue();
    }

    @Test
    void whatHadLeftTheLogBeforeIsToldApart() {
        SkipPlan plan = plan(List.of(row(TOPIC_ID, 50)), log(70, 100, null), 90);

        assertThat(plan.gone()).isEqualTo(20);
        assertThat(plan.leftOut()).isEqualTo(20);
        assertThat(plan.notBelievedFrom())
                .as("whatever a first commit on its way says")
                .isZero();
        assertThat(plan.kafkaIsBehind()).isFalse();
    }

    @Test
    void goingBackOnlyReadsAgain() {
        SkipPlan plan = plan(List.of(row(TOPIC_ID, 80)), log(0, 60, 80L), 55);

        assertThat(plan.again()).isEqualTo(5);
        assertThat(plan.leftOut()).isZero();
        assertThat(plan.notBelievedFrom()).isNull();
    }

    @Test
    void theSameSkipOnceMoreKeepsWhatKafkaHasNotFollowedYet() {
        SkipPlan plan = plan(List.of(row(TOPIC_ID, 80)), log(0, 100, 40L), 80);

        assertThat(plan.leftOut()).isZero();
        assertThat(plan.notBelievedFrom()).isEqualTo(40);
    }

    @Test
    void aTopicMadeAgainBeginsAtItsLogAndTellsWhatWentWithTheOldOne() {
        SkipPlan plan = plan(List.of(row(new UUID(2, 2), 50)), log(0, 10, 50L), 0);

        assertThat(plan.from()).isZero();
        assertThat(plan.goneWithTopics()).isEqualTo(50);
        assertThat(plan.leftOut()).isZero();
    }

    @Test
    void thereIsNoSkippingOutOfTheLog() {
        assertThatThrownBy(() -> plan(List.of(), log(10, 20, null), 21))
                .isInstanceOf(UserErrorException.class)
                .hasMessageContaining("goes from 10 to 20");
        assertThatThrownBy(() -> plan(List.of(), log(10, 20, null), 9)).isInstanceOf(UserErrorException.class);
    }

    private static SkipPlan plan(List<ProgressRow> rows, LogState log, long to) {
        return SkipPlan.of(PARTITION, rows, log, to);
    }

    /** The log's end was last seen at 100. */
    private static ProgressRow row(UUID topicId, long next) {
        return new ProgressRow(topicId, next, 4, 100L, new UUID(9, 9), 0, null, 0, null, null, null);
    }

    private static LogState log(long begin, long end, @Nullable Long committed) {
        return new LogState(TOPIC_ID, begin, end, committed, null);
    }
}
