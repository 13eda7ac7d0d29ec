package dev.clacks.writer.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.EndSeen;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.chunk.RawRow;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.chunk.Row;
import dev.clacks.writer.chunk.TestRecords;
import dev.clacks.writer.progress.LogState;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final RecordDecoder decoder = new RecordDecoder(TestRecords.FAILED_TOPIC);
    private final Lane lane = new Lane(Script.LIMITS);

    @Test
    void nothingIsReadBeforeProgressIsOurs() {
        append(0, 5);

        assertThat(lane.wantsRecords()).isFalse();
        assertThat(lane.standing().wantsLog(0)).isTrue();
        assertThat(lane.dueMillis(1_000_000)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aClaimIsAskedForOnceAndByWhatKafkaHasToldFirst() {
        var log = new LogState(TestRecords.SOURCE.topicId(), 0, 10, null, null);
        assertThat(lane.standing().takeClaim(0)).isEmpty();
        lane.standing().logAsked();
        assertThat(lane.standing().wantsLog(0)).isFalse();
        lane.standing().logStands(log, 0);

        assertThat(lane.standing().takeClaim(0)).contains(log);

        assertThat(lane.standing().takeClaim(0)).isEmpty();
        assertThat(lane.standing().wantsLog(0)).isFalse();
        assertThat(lane.standing().claiming()).isTrue();
    }

    @Test
    void readingBeginsWhereTheClaimSays() {
        lane.claimed(Script.newClaim(), 40, 7, false);

        var seek = lane.takeSeek().orElseThrow();
        assertThat(seek.offset()).isEqualTo(40);
        assertThat(seek.leaderEpoch()).contains(7);
        assertThat(lane.takeSeek()).isEmpty();
    }

    @Test
    void recordsFromBeforeTheSeekAreNotTaken() {
        lane.claimed(Script.newClaim(), 40, null, false);
        append(60, 70);
        assertThat(lane.idle()).isTrue();
        lane.takeSeek();
        append(30, 45);

        assertThat(lane.take(decoder).rows()).extracting(Row::offset).containsExactly(40L, 41L, 42L, 43L, 44L);
    }

    @Test
    void aFewRecordsLingerAndAFullChunkDoesNot() {
        run(0, false);
        lane.append(TestRecords.event(0), 1_000);
        assertThat(lane.dueMillis(1_001)).isEqualTo(1_250);

        append(1, 10);

        assertThat(lane.dueMillis(1_001)).isEqualTo(1_001);
    }

    @Test
    void chunksFollowEachOtherWithoutGapsThoughOffsetsHaveThem() {
        run(100, false);
        append(103, 105);
        Chunk first = lane.take(decoder);
        append(110, 112);
        Chunk second = lane.take(decoder);

        assertThat(first.from()).isEqualTo(100);
        assertThat(first.to()).isEqualTo(105);
        assertThat(second.from()).isEqualTo(105);
        assertThat(second.to()).isEqualTo(112);
        assertThat(first.leaderEpoch()).isEqualTo(5);
    }

    @Test
    void noMoreChunksAreOutThanTheLimit() {
        run(0, false);
        append(0, 30);
        lane.take(decoder);
        lane.take(decoder);

        assertThat(lane.dueMillis(Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aFullLaneWantsNoMoreRecordsAndCountsWhatIsOut() {
        run(0, false);
        append(0, 19);
        assertThat(lane.wantsRecords()).isTrue();
        append(19, 20);
        assertThat(lane.wantsRecords()).isFalse();
        long bytes = lane.bytes();

        lane.take(decoder);

        assertThat(lane.wantsRecords()).isTrue();
        assertThat(lane.bytes()).isEqualTo(bytes);
    }

    @Test
    void whatIsStoredIsTold() {
        run(0, false);
        append(0, 10);
        Chunk chunk = lane.take(decoder);
        assertThat(lane.progress().takeUntold().orElseThrow().offset()).isZero();

        lane.stored(chunk, 1);

        assertThat(lane.progress().takeUntold()).contains(new OffsetAndMetadata(10, Optional.of(5), ""));
        assertThat(lane.progress().takeUntold()).isEmpty();
        lane.progress().notTold();
        assertThat(lane.progress().takeUntold()).contains(new OffsetAndMetadata(10, Optional.of(5), ""));
        assertThat(lane.bytes()).isZero();
        assertThat(lane.idle()).isTrue();
    }

    @Test
    void aFailedChunkGoesOutAgainBeforeTheNext() {
        run(0, false);
        append(0, 20);
        Chunk first = lane.take(decoder);
        Chunk second = lane.take(decoder);
        lane.retry(first, "away", 500);
        assertThat(lane.dueMillis(400)).isEqualTo(Long.MAX_VALUE); // the second is still out
        lane.retry(second, "comes after", 400);

        assertThat(lane.dueMillis(400)).isEqualTo(500);
        assertThat(lane.take(decoder)).isSameAs(first);
        assertThat(lane.dueMillis(500)).isEqualTo(Long.MAX_VALUE);
        lane.stored(first, 500);
        assertThat(lane.take(decoder)).isSameAs(second);
        assertThat(lane.standing().failures()).isZero();
    }

    @Test
    void aChunkThatIsStoredProvesThatThoseBeforeItAre() {
        run(0, false);
        append(0, 20);
        Chunk first = lane.take(decoder);
        Chunk second = lane.take(decoder);
        lane.retry(first, "no answer to the commit", 500);

        lane.stored(second, 1);

        assertThat(lane.progress().stored()).isEqualTo(20);
        assertThat(lane.retryingBefore(second)).isFalse();
        assertThat(lane.idle()).isTrue();
    }

    @Test
    void anAnswerFromBeforeTheLastClaimChangesNothing() {
        run(0, false);
        append(0, 10);
        Chunk old = lane.take(decoder);
        lane.claimAgain("fenced", 0);
        run(0, false);
        append(0, 10);
        lane.take(decoder);

        assertThat(lane.awaits(old)).isFalse();
    }

    @Test
    void aStoppedLaneForgetsItsRecordsAndIsClaimedAgainLater() {
        run(0, false);
        append(0, 15);
        lane.take(decoder);

        lane.stop("people", 60_000);

        assertThat(lane.standing().trouble()).isEqualTo("people");
        assertThat(lane.bytes()).isZero();
        assertThat(lane.standing().wantsLog(59_999)).isFalse();
        assertThat(lane.standing().wantsLog(60_000)).isTrue();
        assertThat(lane.oldestMillis()).hasValue(TestRecords.RECEIVED_AT.toEpochMilli());
    }

    @Test
    void suspiciousRecordsGoOutOneByOneAndUndecoded() {
        run(0, true);
        confirm();
        append(0, 20);

        Chunk chunk = lane.take(decoder);

        assertThat(chunk.careful()).isTrue();
        assertThat(chunk.rows()).hasSize(1).first().isInstanceOf(RawRow.class);
        assertThat(lane.inHand()).isTrue();
        assertThat(lane.dueMillis(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aSuspiciousRecordGoesOutOnceKafkaKnowsOfAllBeforeIt() {
        run(0, true);
        append(0, 20);
        assertThat(lane.dueMillis(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(lane.wantsConfirmation()).isTrue();
        confirm();
        assertThat(lane.wantsConfirmation()).isFalse();
        assertThat(lane.dueMillis(0)).isZero();

        lane.stored(lane.take(decoder), 0);

        assertThat(lane.dueMillis(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(lane.wantsConfirmation()).isTrue();
    }

    @Test
    void nothingIsDecodedWhileASuspiciousRecordIsInHand() {
        run(0, true);
        confirm();
        for (int i = 0; i < 19; i++) {
            append(i, i + 1);
            lane.stored(lane.take(decoder), 0);
            confirm();
        }
        append(19, 40);
        Chunk last = lane.take(decoder);
        assertThat(last.careful()).isTrue();
        assertThat(lane.dueMillis(0)).isEqualTo(Long.MAX_VALUE);

        lane.stored(last, 0);

        assertThat(lane.wantsConfirmation()).as("beyond the suspicious ones").isFalse();
        assertThat(lane.dueMillis(0)).isZero();
        Chunk next = lane.take(decoder);
        assertThat(next.careful()).isFalse();
        assertThat(next.rows()).hasSize(10).allMatch(EventRow.class::isInstance);
    }

    @Test
    void aLaneThatStoredTheLogsEndHasCaughtUpWithThatMoment() {
        run(0, false);
        append(0, 10);
        var end = new EndSeen(10, Instant.EPOCH);
        lane.progress().sawEnd(end);
        Chunk chunk = lane.take(decoder);
        assertThat(lane.progress().behind()).hasValue(10);
        assertThat(lane.progress().caughtUp()).isEmpty();
        assertThat(chunk.caughtUpAt()).isEqualTo(Instant.EPOCH);

        lane.stored(chunk, 0);

        assertThat(lane.progress().caughtUp()).contains(end);
        assertThat(lane.progress().behind()).hasValue(0);
    }

    private void run(long offset, boolean careful) {
        lane.claimed(Script.newClaim(), offset, null, careful);
        lane.takeSeek();
    }

    private void confirm() {
        lane.progress().confirmed(lane.progress().stored());
    }

    private void append(long from, long to) {
        for (long offset = from; offset < to; offset++) {
            lane.append(TestRecords.event(offset), 0);
        }
    }
}
