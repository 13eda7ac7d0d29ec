package dev.clacks.writer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.writer.progress.StartDecision.Ahead;
import dev.clacks.writer.progress.StartDecision.Lost;
import dev.clacks.writer.progress.StartDecision.Start;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** W6: the place is certain, or the partition is not read. */
class StartDecisionTest {

    private static final UUID TOPIC_ID = new UUID(1, 1);
    private static final UUID CLAIM = new UUID(9, 9);

    @Test
    void aPartitionThatNobodyReadBeforeIsReadFromTheLogsBeginning() {
        assertThat(decide(List.of(), log(30, 100, 70L))).isEqualTo(new Start(30, null, false));
    }

    @Test
    void readingGoesOnWhereTheDatabaseStands() {
        assertThat(decide(row(50), log(0, 100, 50L))).isEqualTo(new Start(50, 4, false));
        assertThat(decide(row(50), log(0, 100, null))).isEqualTo(new Start(50, 4, false));
    }

    @Test
    void aDatabaseThatLostCommitsIsFilledAgain() {
        assertThat(decide(row(50), log(0, 100, 80L))).isEqualTo(new Start(50, 4, false));
    }

    @Test
    void whatKafkaWasToldBeforeASkipIsNoRewindWhoeverClaimsNext() {
        var skipped = new ProgressRow(TOPIC_ID, 60, 4, 100L, CLAIM, 0, null, 0, 20L, 50L, null);

        assertThat(decide(List.of(skipped), log(0, 100, 20L))).isEqualTo(new Start(60, 4, false));
        assertThat(decide(List.of(skipped), log(0, 100, 49L))).isEqualTo(new Start(60, 4, false));
        assertThat(decide(List.of(skipped), log(0, 100, 50L))).isEqualTo(new Start(50, 3, false));
        assertThat(decide(List.of(skipped), log(0, 100, 19L))).isEqualTo(new Start(19, 3, false));
    }

    @Test
    void anOperatorCanRewindWithKafkasOwnTools() {
        assertThat(decide(row(50), log(0, 100, 20L))).isEqualTo(new Start(20, 3, false));
    }

    @Test
    void aRewindBehindTheLogsBeginningStartsThere() {
        assertThat(decide(row(50), log(40, 100, 20L))).isEqualTo(new Start(40, null, false));
    }

    @Test
    void anOperatorCanSkipAheadOfWhatKafkaKnows() {
        var skipped = new ProgressRow(TOPIC_ID, 50, null, 100L, ProgressRow.BY_OPERATOR, 0, null, 0, 20L, 50L, null);

        assertThat(decide(List.of(skipped), log(0, 100, 20L))).isEqualTo(new Start(50, null, false));
    }

    @Test
    void aRewindBehindAllThatASkipLeftOutCountsThoughNoWriterHasReadTheRowYet() {
        var skipped = new ProgressRow(TOPIC_ID, 50, null, 100L, ProgressRow.BY_OPERATOR, 0, null, 0, 20L, 50L, null);

        assertThat(decide(List.of(skipped), log(0, 100, 10L))).isEqualTo(new Start(10, 3, false));
    }

    @Test
    void recordsRemovedBeforeTheyWereStoredAreCounted() {
        assertThat(lost(row(50), log(70, 100, 50L)))
                .contains("20 records")
                .contains("skip --topic events --partition 3 --to 70");
    }

    @Test
    void aLogThatEndsBeforeProgressWasTruncated() {
        var decision = decide(row(50), log(0, 40, 50L));

        assertThat(decision).isInstanceOf(Ahead.class);
        assertThat(((Ahead) decision).next()).isEqualTo(50);
        assertThat(((Ahead) decision).why())
                .contains("ends at 40")
                .contains("up to 50 records before offset 100")
                .contains("--to 40");
    }

    @Test
    void aTopicMadeAgainIsNotReadAndSaysWhatWasLost() {
        var old = new ProgressRow(new UUID(2, 2), 50, 4, 60L, CLAIM, 0, null, 0, null, null, null);

        assertThat(lost(List.of(old), log(0, 100, 50L)))
                .contains("made again")
                .contains("up to 10 records were lost")
                .contains("--to 0");
    }

    @Test
    void aTopicMadeAgainIsReadOnceAnOperatorHasSaidWhere() {
        var old = new ProgressRow(new UUID(2, 2), 50, 4, 60L, CLAIM, 0, null, 0, null, null, null);
        var skipped = new ProgressRow(TOPIC_ID, 0, null, null, ProgressRow.BY_OPERATOR, 0, null, 0, null, null, null);

        assertThat(decide(List.of(old, skipped), log(0, 100, null))).isEqualTo(new Start(0, null, false));
    }

    @Test
    void afterThreeClaimsWithoutProgressRecordsAreTakenOneByOne() {
        assertThat(decide(List.of(claimedInVain(2)), log(0, 100, 50L))).isEqualTo(new Start(50, 4, false));
        assertThat(decide(List.of(claimedInVain(3)), log(0, 100, 50L))).isEqualTo(new Start(50, 4, true));
    }

    @Test
    void claimsOfADrainedLogAreNotSuspicious() {
        assertThat(decide(List.of(claimedInVain(9)), log(0, 50, 50L))).isEqualTo(new Start(50, 4, false));
    }

    @Test
    void aMarkLeftBehindMakesTheNextOneCareful() {
        var marked = new ProgressRow(TOPIC_ID, 50, 4, 100L, CLAIM, 0, 50L, 1, null, null, null);

        assertThat(decide(List.of(marked), log(0, 100, 50L))).isEqualTo(new Start(50, 4, true));
    }

    private static ProgressRow claimedInVain(int claims) {
        return new ProgressRow(TOPIC_ID, 50, 4, 100L, CLAIM, claims, null, 0, null, null, null);
    }

    private static List<ProgressRow> row(long next) {
        return List.of(new ProgressRow(TOPIC_ID, next, 4, 100L, CLAIM, 0, null, 0, null, null, null));
    }

    private static LogState log(long begin, long end, @Nullable Long committed) {
        return new LogState(TOPIC_ID, begin, end, committed, committed == null ? null : (Integer) 3);
    }

    private static StartDecision decide(List<ProgressRow> rows, LogState log) {
        return StartDecision.of(new TopicPartition("events", 3), rows, log);
    }

    private static String lost(List<ProgressRow> rows, LogState log) {
        return ((Lost) decide(rows, log)).why();
    }
}
