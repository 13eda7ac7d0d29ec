package dev.clacks.writer.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.EndSeen;
import dev.clacks.writer.chunk.TestRecords;
import dev.clacks.writer.progress.ClaimResult;
import dev.clacks.writer.progress.Renewals.Renewal;
import dev.clacks.writer.progress.TopicSeen;
import dev.clacks.writer.store.Outcome;
import dev.clacks.writer.store.SqlFault.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Jobs out, answers in: what the loop decides. */
class DispatchTest {

    private final Script script = new Script();

    @Test
    void whatLingeredLongEnoughGoesToTheWorker() {
        script.running(0);
        script.records(0, 3);
        script.step();
        assertThat(script.jobs).isEmpty();

        script.advance(250);
        script.step();

        assertThat(script.nextChunk().rows()).hasSize(3);
    }

    @Test
    void theWorkerHasOneJobInHandAndOneReady() {
        script.running(0);
        script.records(0, 20);
        script.step();
        script.records(20, 40);
        script.step();

        assertThat(script.jobs).hasSize(2);
        script.stored(script.nextChunk());
        script.step();
        assertThat(script.jobs).hasSize(2);
    }

    @Test
    void aBusyPartitionDoesNotKeepAnIdleOneFromBeingConfirmed() {
        script.running(0);
        var idle = new TopicPartition("events", 9);
        script.lanes.add(List.of(idle));
        script.step();
        script.next(Job.Claim.class);
        var mine = Script.newClaim();
        script.report(script.claims(Map.of(idle, new ClaimResult.Claimed(mine, 4, null, false, null))));
        script.records(0, 20);
        script.step();
        Chunk chunk = script.nextChunk();
        script.records(20, 40);
        script.advance(5_000);

        script.stored(chunk);
        script.step();

        script.nextChunk();
        Job.Renew renew = script.next(Job.Renew.class);
        assertThat(renew.renewals()).singleElement().satisfies(renewal -> {
            assertThat(renewal.owned()).isEqualTo(mine);
            assertThat(renewal.nextOffset()).isEqualTo(4);
        });
    }

    @Test
    void whatKafkaHasConfirmedOfABusyPartitionGoesToTheDatabaseAndNotWhereItsProgressStood() {
        Lane lane = script.running(0);
        lane.progress().confirmed(0);
        script.records(0, 10);
        script.step();
        script.advance(5_000);
        script.step();

        script.nextChunk();
        assertThat(script.next(Job.Renew.class).renewals())
                .containsExactly(new Renewal(lane.owned().orElseThrow(), null, null, 0L));
    }

    @Test
    void aDatabaseThatIsAwayIsAskedAgainAfterAPauseAndNothingIsLost() {
        Lane lane = script.running(0);
        script.records(0, 20);
        script.step();
        Chunk first = script.nextChunk();
        Chunk second = script.nextChunk();

        script.outcome(first, new Outcome.Unavailable(Kind.DATABASE, "08006 gone"));
        script.outcome(second, new Outcome.Unavailable(Kind.DATABASE, "08001 gone"));
        script.step();

        assertThat(script.jobs).isEmpty();
        assertThat(script.pause.trouble()).isEqualTo("08001 gone");
        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.RUNNING);
        assertThat(script.dispatch.dueMillis(script.clock.millis())).isGreaterThan(script.clock.millis());
        script.advance(100);
        script.step();
        assertThat(script.nextChunk()).isSameAs(first);
        script.stored(first);
        script.step();
        assertThat(script.nextChunk()).isSameAs(second);
        assertThat(script.pause.trouble()).isEmpty();
    }

    @Test
    void aLaterChunkThatTheFenceRefusedWaitsForTheEarlierOne() {
        Lane lane = script.running(0);
        script.records(0, 20);
        script.step();
        Chunk first = script.nextChunk();
        Chunk second = script.nextChunk();

        script.outcome(first, new Outcome.Unavailable(Kind.CONFLICT, "40P01"));
        script.outcome(second, new Outcome.Fenced());

        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.RUNNING);
        script.advance(100);
        script.step();
        assertThat(script.nextChunk()).isSameAs(first);
    }

    @Test
    void aChunkThatTheFenceRefusesWhenItIsTriedAgainReadsProgressThoughLaterOnesWaitToo() {
        Lane lane = script.running(0);
        script.records(0, 20);
        script.step();
        Chunk first = script.nextChunk();
        script.outcome(first, new Outcome.Unavailable(Kind.DATABASE, "57P02"));
        script.outcome(script.nextChunk(), new Outcome.Unavailable(Kind.DATABASE, "57P02"));
        script.advance(100);
        script.step();

        // PostgreSQL came back without commits that it had answered.
        script.outcome(script.nextChunk(), new Outcome.Fenced());

        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.CLAIMING);
    }

    @Test
    void aChunkThatFailsAgainWaitsAgainAndStaysBeforeLaterOnes() {
        script.running(0);
        script.records(0, 20);
        script.step();
        Chunk first = script.nextChunk();
        Chunk second = script.nextChunk();
        script.outcome(first, new Outcome.Unavailable(Kind.BUSY, "55P03"));
        script.outcome(second, new Outcome.Fenced());
        script.advance(100);
        script.step();

        script.outcome(script.nextChunk(), new Outcome.Unavailable(Kind.BUSY, "55P03"));

        script.step();
        assertThat(script.jobs).isEmpty();
        script.advance(5_000);
        script.step();
        assertThat(script.jobs).contains(new Job.Write(first)).doesNotContain(new Job.Write(second));
    }

    @Test
    void aTroubleOfOnePartitionDoesNotStopOthers() {
        script.running(0);
        script.records(0, 10);
        script.step();

        script.outcome(script.nextChunk(), new Outcome.Unavailable(Kind.BUSY, "55P03"));

        assertThat(script.pause.over(script.clock.millis())).isTrue();
        assertThat(script.pause.trouble()).isEmpty();
    }

    @Test
    void whoeverIsFencedReadsProgressAgainAndSeeks() {
        Lane lane = script.running(0);
        script.records(0, 10);
        script.step();
        Chunk chunk = script.nextChunk();

        script.outcome(chunk, new Outcome.Fenced());

        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.CLAIMING);
        script.step();
        assertThat(script.jobs)
                .as("whoever has lost the partition learns it first")
                .isEmpty();
        script.advance(100);
        script.step();
        assertThat(script.next(Job.Claim.class).logs()).containsOnlyKeys(Script.PARTITION);
    }

    @Test
    void anIdlePartitionWhoseProgressMovedReadsItAgain() {
        Lane lane = script.running(4);

        script.report(new Report.Renewed(Set.of(lane.owned().orElseThrow()), Map.of()));

        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.CLAIMING);
    }

    @Test
    void aMissingRightStopsThePartitionAndIsTriedAgainEverySixtySeconds() {
        Lane lane = script.running(0);
        script.records(0, 10);
        script.step();

        script.outcome(script.nextChunk(), new Outcome.Broken("42501 permission denied"));

        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.STOPPED);
        assertThat(script.lanes.stopped()).containsEntry(Script.PARTITION, "42501 permission denied");
        script.advance(59_000);
        script.step();
        assertThat(script.jobs).noneMatch(Job.Claim.class::isInstance);
        script.advance(1_000);
        script.step();
        assertThat(script.jobs).anyMatch(Job.Claim.class::isInstance);
    }

    @Test
    void aTopicMadeAgainIsClaimedAnewWhichFindsOutWhatIsLost() {
        Lane lane = script.running(0);

        script.report(topic(new UUID(8, 8), script.clock.instant()));

        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.CLAIMING);
    }

    @Test
    void howATopicWasLastSeenGoesToTheDatabaseWithTheNextRenewal() {
        script.running(0);
        UUID id = TestRecords.SOURCE.topicId();
        Instant asked = script.clock.instant();

        script.report(topic(id, asked));
        script.advance(5_000);
        script.step();

        assertThat(script.next(Job.Renew.class).topics())
                .containsExactly(new TopicSeen(Script.PARTITION.topic(), id, 12, asked));
    }

    private static Report topic(UUID id, Instant at) {
        String name = Script.PARTITION.topic();
        return new Report.Topics(Map.of(name, new TopicSeen(name, id, 12, at)));
    }

    @Test
    void aTruncatedLogStopsAndAnOffsetOutOfRangeIsLookedInto() {
        Lane lane = script.running(0);

        script.answers.outOfPlace(Map.of(Script.PARTITION, new OutOfPlace.OutOfRange("out of range")));
        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.CLAIMING);
        script.answers.outOfPlace(Map.of(Script.PARTITION, new OutOfPlace.Truncated("truncated")));

        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.STOPPED);
    }

    @Test
    void whatWasReadBeforeTheLogLostTheRestIsStoredBeforeItIsLookedInto() {
        Lane lane = script.running(0);
        script.records(0, 13);
        script.step();
        Chunk first = script.nextChunk();

        script.answers.outOfPlace(Map.of(Script.PARTITION, new OutOfPlace.OutOfRange("out of range")));
        assertThat(lane.wantsRecords()).isFalse();
        script.stored(first);
        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.RUNNING);
        script.advance(250);
        script.step();
        script.stored(script.nextChunk());

        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.CLAIMING);
        assertThat(lane.standing().trouble()).isEqualTo("out of range");
        assertThat(lane.progress().stored()).isEqualTo(13);
    }

    @Test
    void aClaimThatALockKeptFromBeingMadeSaysNothingAboutTheDatabase() {
        script.lanes.add(List.of(Script.PARTITION));
        script.step();
        script.pause.failed("gone", script.clock.millis());

        script.report(script.claims(Map.of(Script.PARTITION, new ClaimResult.Failed("a lock", false))));

        assertThat(script.pause.trouble()).isEqualTo("gone");
    }

    @Test
    void aPartitionThatKafkaTellsNothingOfWaitsByItselfAndIsAskedForAgain() {
        script.lanes.add(List.of(Script.PARTITION));
        Lane lane = script.lanes.find(Script.PARTITION).orElseThrow();
        lane.standing().logAsked();
        var other = new TopicPartition(TestRecords.TOPIC, 9);
        script.lanes.add(List.of(other));

        script.step();
        script.report(new Report.LogUnknown(Script.PARTITION, lane, "no leader"));

        assertThat(script.next(Job.Claim.class).logs()).containsOnlyKeys(other);
        script.report(script.claims(Map.of(other, new ClaimResult.Claimed(Script.newClaim(), 0, null, false, null))));
        assertThat(lane.standing().trouble()).isEqualTo("no leader");
        assertThat(script.pause.trouble()).isEmpty();
        assertThat(lane.standing().wantsLog(script.clock.millis())).isFalse();
        script.advance(100);
        script.step();
        assertThat(script.jobs)
                .contains(new Job.Claim(Map.of(Script.PARTITION, script.log), Map.of(Script.PARTITION, lane)));
    }

    @Test
    void anAnswerToAClaimIsNoneForTheLaneThatHasThePartitionNextTime() {
        script.lanes.add(List.of(Script.PARTITION));
        script.step();
        Job.Claim before = script.next(Job.Claim.class);
        script.lanes.remove(List.of(Script.PARTITION));
        script.lanes.add(List.of(Script.PARTITION));
        script.step();

        script.report(new Report.ClaimsAnswered(
                Map.of(Script.PARTITION, new ClaimResult.Refused("truncated", null, null)), before.lanes()));

        assertThat(script.lanes.stopped()).isEmpty();
    }

    @Test
    void whereALogStandsIsNoNewsForTheLaneThatHasThePartitionNextTime() {
        script.lanes.add(List.of(Script.PARTITION));
        Lane before = script.lanes.find(Script.PARTITION).orElseThrow();
        before.standing().logAsked();
        script.lanes.remove(List.of(Script.PARTITION));
        script.lanes.add(List.of(Script.PARTITION));

        script.report(new Report.LogStands(Script.PARTITION, before, script.log));

        Lane lane = script.lanes.find(Script.PARTITION).orElseThrow();
        assertThat(lane.standing().wantsLog(script.clock.millis())).isTrue();
    }

    @Test
    void anEndThatProgressHasPassedMeanwhileIsAskedForAgainBeforeThePartitionIsStopped() {
        script.lanes.add(List.of(Script.PARTITION));
        Lane lane = script.lanes.find(Script.PARTITION).orElseThrow();
        script.step();
        script.next(Job.Claim.class);
        script.next(Job.Renew.class);

        ahead(1_200, 1_000);

        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.CLAIMING);
        // Another writer was at it: Kafka knows of 1,250 by now, and it stores on.
        claimAgain();
        ahead(1_300, 1_250);
        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.CLAIMING);
        claimAgain();
        ahead(1_300, 1_250);
        assertThat(lane.standing().phase()).isEqualTo(Standing.Phase.STOPPED);
        assertThat(script.lanes.stopped()).containsEntry(Script.PARTITION, "truncated");
    }

    private void claimAgain() {
        script.advance(1_000);
        script.step();
        script.next(Job.Claim.class);
    }

    private void ahead(long next, long end) {
        script.report(script.claims(Map.of(Script.PARTITION, new ClaimResult.Ahead("truncated", next, end))));
    }

    @Test
    void anAnswerForAPartitionThatIsAnothersByNowIsIgnored() {
        script.running(0);
        script.records(0, 10);
        script.step();
        Chunk chunk = script.nextChunk();
        script.lanes.remove(List.of(Script.PARTITION));

        script.outcome(chunk, new Outcome.Broken("42501"));
        script.report(new Report.Ends(Map.of(Script.PARTITION, new EndSeen(1, script.clock.instant()))));

        assertThat(script.lanes.stopped()).isEmpty();
    }

    @Test
    void aLoopWhoseWorkerDiedDies() {
        script.running(0);
        script.report(new Report.WorkerDied(new OutOfMemoryError("heap")));

        assertThatThrownBy(script::step)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("worker");
    }

    @Test
    void whileARecordIsInHandNoOtherOneIsDecoded() {
        Lane lane = script.running(0);
        lane.claimed(Script.newClaim(), 0, null, true);
        lane.takeSeek();
        lane.progress().confirmed(0);
        script.records(0, 10);
        var other = new TopicPartition(TestRecords.TOPIC, 9);
        script.lanes.add(List.of(other));
        Lane neighbour = script.lanes.find(other).orElseThrow();
        neighbour.claimed(Script.newClaim(), 0, null, false);
        neighbour.takeSeek();
        script.step();
        Chunk inHand = script.nextChunk();
        assertThat(inHand.careful()).isTrue();
        for (int offset = 0; offset < 10; offset++) {
            neighbour.append(TestRecords.event(offset), script.clock.millis());
        }

        script.step();

        assertThat(script.jobs).isEmpty();
        assertThat(script.dispatch.saturated(script.clock.millis())).isTrue();
        script.stored(inHand);
        script.step();
        assertThat(script.nextChunk().rows()).hasSize(10);
    }

    @Test
    void heapOfAllLanesTogetherIsBounded() {
        var small = new Script(10_000);
        small.running(0);
        assertThat(small.lanes.room()).isTrue();

        small.records(0, 10);
        small.step();
        small.nextChunk();

        assertThat(small.lanes.room()).as("what is out counts too").isFalse();
    }
}
