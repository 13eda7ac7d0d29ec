package dev.clacks.writer.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.EndSeen;
import dev.clacks.writer.chunk.TestRecords;
import dev.clacks.writer.progress.ClaimResult;
import dev.clacks.writer.progress.LogState;
import dev.clacks.writer.store.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far behind a partition is and when that costs events, also for what has not been read. */
class LagReportTest {

    private static final Duration WEEK = Duration.ofDays(7);

    private final Script script = new Script();

    @BeforeEach
    void tellRetention() {
        var retention = new HashMap<String, @Nullable Duration>();
        retention.put(Script.PARTITION.topic(), WEEK);
        script.lag.retention(retention);
    }

    @Test
    void whatHasBeenReadIsAsOldAsItsReceipt() {
        script.running(0);
        script.records(0, 3);
        sawEnd(3);
        script.advance(4_000);

        report();

        assertThat(script.gauge("writer_consumer_lag_records")).isEqualTo(3);
        assertThat(script.gauge("writer_oldest_uncommitted_seconds")).isEqualTo(age());
        assertThat(script.gauge("writer_seconds_to_loss")).isEqualTo(WEEK.toSeconds() - age());
    }

    @Test
    void whatHasNotBeenReadIsAtMostAsOldAsTheLastLookAtADrainedLog() {
        script.running(5);
        sawEnd(5);
        script.advance(10_000);
        sawEnd(9);
        script.advance(20_000);

        report();

        assertThat(script.gauge("writer_consumer_lag_records")).isEqualTo(4);
        assertThat(script.gauge("writer_oldest_uncommitted_seconds")).isEqualTo(30);
        assertThat(script.gauge("writer_seconds_to_loss")).isEqualTo((double) (WEEK.toSeconds() - 30));
    }

    @Test
    void afterARestartTheRowOfProgressSaysHowOldItCanBe() {
        claimed(5, script.clock.instant().minus(Duration.ofHours(3)));
        sawEnd(9);

        report();

        assertThat(script.gauge("writer_oldest_uncommitted_seconds"))
                .isEqualTo((double) Duration.ofHours(3).toSeconds());
    }

    @Test
    void aPartitionThatIsStoppedKeepsAgeing() {
        script.running(0);
        script.records(0, 10);
        sawEnd(10);
        script.step();
        script.outcome(script.nextChunk(), new Outcome.Broken("42501"));
        script.advance(Duration.ofDays(2).toMillis());

        report();

        assertThat(script.gauge("writer_oldest_uncommitted_seconds")).isEqualTo(age());
    }

    @Test
    void beforeTheDatabaseHasEverAnsweredKafkasOffsetTellsTheLagAndTheAgeStaysUnknown() {
        script.lanes.add(java.util.List.of(Script.PARTITION));
        script.log = new LogState(TestRecords.SOURCE.topicId(), 0, 9, 7L, null);
        script.step();
        script.report(script.claims(Map.of(Script.PARTITION, new ClaimResult.Failed("gone", true))));
        sawEnd(9);

        report();

        assertThat(script.gauge("writer_consumer_lag_records")).isEqualTo(2);
        assertThat(script.gauge("writer_oldest_uncommitted_seconds")).isNaN();
        assertThat(script.gauge("writer_seconds_to_loss")).isNaN();
    }

    @Test
    void aPartitionRefusedAtItsFirstClaimIsAsFarBehindAsItsRowSays() {
        script.lanes.add(java.util.List.of(Script.PARTITION));
        script.log = new LogState(TestRecords.SOURCE.topicId(), 7, 9, null, null);
        script.step();
        Instant storedUpTo = script.clock.instant().minus(Duration.ofDays(6));
        script.report(script.claims(
                Map.of(Script.PARTITION, new ClaimResult.Refused("records were removed", 5L, storedUpTo))));
        sawEnd(9);

        report();

        assertThat(script.gauge("writer_partition_stopped")).isEqualTo(1);
        assertThat(script.gauge("writer_consumer_lag_records")).isEqualTo(4);
        assertThat(script.gauge("writer_oldest_uncommitted_seconds"))
                .isEqualTo((double) Duration.ofDays(6).toSeconds());
        assertThat(script.gauge("writer_seconds_to_loss"))
                .isEqualTo((double) Duration.ofDays(1).toSeconds());
    }

    @Test
    void anEndThatKafkaHasNotToldForLongSaysWhatIsMissingAndNotThatNothingIs() {
        script.running(5);
        sawEnd(5);
        script.advance(15_000);
        report();
        assertThat(script.gauge("writer_consumer_lag_records")).isZero();

        script.advance(1_000);
        report();

        assertThat(script.gauge("writer_consumer_lag_records")).isNaN();
        assertThat(script.gauge("writer_oldest_uncommitted_seconds")).isNaN();
        sawEnd(9);
        script.advance(60_000);
        report();
        assertThat(script.gauge("writer_consumer_lag_records")).isEqualTo(4);
        assertThat(script.gauge("writer_seconds_to_loss")).isPositive();
    }

    @Test
    void whatDoesNotGetOnForThirtySecondsIsToldWithItsReason() {
        Lane lane = script.running(5);
        sawEnd(5);
        report();
        script.advance(20_000);
        report();
        script.advance(29_000);
        report();
        assertThat(script.lag.hindered()).isEmpty();

        script.advance(1_000);
        report();
        assertThat(script.lag.hindered().get(Script.PARTITION)).contains("where its log ends");
        assertThat(script.gauge("writer_partition_hindered")).isEqualTo(1);

        sawEnd(5);
        script.advance(1_000);
        report();
        assertThat(script.lag.hindered()).isEmpty();
        assertThat(script.gauge("writer_partition_hindered")).isZero();

        lane.claimAgain("a lock", script.clock.millis());
        script.advance(1_000);
        report();
        script.advance(30_000);
        report();
        assertThat(script.lag.hindered()).containsEntry(Script.PARTITION, "a lock");
    }

    @Test
    void aLoopThatDoesNotTurnIsNotHiddenByOneThatDoes() {
        double begun = script.clock.millis() / 1000.0;
        var other = new LagReport(script.lanes, script.metrics, 1, Duration.ofDays(1), script.clock.millis());

        script.advance(10_000);
        report();

        assertThat(script.gauge("writer_last_poll_timestamp_seconds")).isEqualTo(begun);
        other.report(script.clock.millis(), script.clock.millis());
        assertThat(script.gauge("writer_last_poll_timestamp_seconds")).isEqualTo(begun + 10);
    }

    @Test
    void nothingIsInDangerWhereAllIsStored() {
        script.running(0);
        script.records(0, 10);
        sawEnd(10);
        report();
        script.step();
        Chunk chunk = script.nextChunk();
        script.stored(chunk);
        script.advance(1_000);

        report();

        assertThat(script.gauge("writer_consumer_lag_records")).isZero();
        assertThat(script.gauge("writer_oldest_uncommitted_seconds")).isZero();
        assertThat(script.gauge("writer_seconds_to_loss")).isNaN();
    }

    @Test
    void peopleAreWarnedOnceWhenALossComesNearAndAgainWhenItComesBack() {
        script.running(0);
        script.records(0, 10);
        sawEnd(10);
        script.advance(WEEK.minusDays(1).toMillis());
        report();
        assertThat(script.counter("writer_loss_warnings")).isZero();

        for (int second = 0; second < 3; second++) {
            script.advance(1_000);
            report();
        }
        assertThat(script.counter("writer_loss_warnings")).isEqualTo(1);

        script.step();
        script.next(Job.Renew.class);
        script.stored(script.nextChunk());
        script.advance(1_000);
        report();
        script.records(10, 20);
        sawEnd(20);
        script.advance(1_000);
        report();
        assertThat(script.counter("writer_loss_warnings")).isEqualTo(2);
    }

    /** Of the records that the script makes, in seconds. */
    private double age() {
        return Duration.between(TestRecords.RECEIVED_AT, script.clock.instant()).toMillis() / 1000.0;
    }

    private void claimed(long offset, Instant storedUpTo) {
        script.lanes.add(java.util.List.of(Script.PARTITION));
        script.step();
        script.report(script.claims(
                Map.of(Script.PARTITION, new ClaimResult.Claimed(Script.newClaim(), offset, null, false, storedUpTo))));
    }

    private void sawEnd(long end) {
        script.report(new Report.Ends(Map.of(Script.PARTITION, new EndSeen(end, script.clock.instant()))));
    }

    private void report() {
        script.lag.report(script.clock.millis(), script.clock.millis());
    }
}
