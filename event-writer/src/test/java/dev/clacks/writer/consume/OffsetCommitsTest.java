package dev.clacks.writer.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.chunk.TestRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Kafka is told, and who waits for it. Times are milliseconds. */
class OffsetCommitsTest {

    private final Script script = new Script();
    private final ForgetfulConsumer consumer = new ForgetfulConsumer();
    private final OffsetCommits commits = new OffsetCommits(script.lanes, script.pace, script.metrics);
    private Lane lane;

    @BeforeEach
    void assign() {
        consumer.assign(List.of(Script.PARTITION));
        lane = script.running(0);
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void whatIsStoredIsToldWithItsEpoch() {
        script.records(0, 10);
        lane.stored(lane.take(new RecordDecoder(TestRecords.FAILED_TOPIC)), 0);

        commits.commit(consumer, 1_000);

        assertThat(told()).isEqualTo(new OffsetAndMetadata(10, java.util.Optional.of(5), ""));
        assertThat(lane.progress().confirmedOffset()).isEqualTo(10);
        assertThat(commits.trouble()).isEmpty();
    }

    @Test
    void whatKafkaDidNotTakeIsToldAgain() {
        consumer.coordinator = false;

        commits.commit(consumer, 1_000);
        assertThat(script.counter("writer_offset_commit_failures")).isOne();
        assertThat(lane.progress().confirmedOffset()).isNull();
        consumer.coordinator = true;
        commits.commit(consumer, 2_000);

        assertThat(told().offset()).isZero();
    }

    @Test
    void aLaneThatGoesOneByOneWaitsUntilKafkaConfirmsAndPeopleAreToldWhy() {
        suspicious();
        consumer.coordinator = false;

        commits.commit(consumer, 1_000);

        assertThat(lane.wantsConfirmation()).isTrue();
        assertThat(commits.trouble()).contains("no coordinator");
        assertThat(script.counter("writer_offset_commit_failures")).isPositive();

        commits.commit(consumer, 2_950);
        consumer.coordinator = true;
        commits.commit(consumer, 2_999);
        assertThat(lane.wantsConfirmation()).as("not yet").isTrue();
        commits.commit(consumer, 3_000);

        assertThat(lane.wantsConfirmation()).isFalse();
        assertThat(commits.trouble()).isEmpty();
        assertThat(told().offset()).isZero();
        assertThat(lane.progress().takeUntold()).as("told twice").isEmpty();
    }

    @Test
    void aCommitThatNobodyWaitedForConfirmsToo() {
        suspicious();
        consumer.coordinator = false;
        commits.commit(consumer, 1_000);
        consumer.coordinator = true;

        commits.commit(consumer, 1_100);

        assertThat(lane.wantsConfirmation()).isFalse();
        commits.commit(consumer, 1_200);
        assertThat(commits.trouble()).isEmpty();
    }

    @Test
    void aLaneThatIsGoneIsNobodysTrouble() {
        suspicious();
        consumer.coordinator = false;
        commits.commit(consumer, 1_000);

        script.lanes.remove(List.of(Script.PARTITION));
        commits.commit(consumer, 1_100);

        assertThat(commits.trouble()).isEmpty();
    }

    private static final class ForgetfulConsumer extends MockConsumer<byte[], byte[]> {

        private boolean coordinator = true;

        ForgetfulConsumer() {
            super("earliest");
        }

        /** As the consumer of the group protocol does it: without naming offsets where it fails. */
        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            if (!coordinator) {
                callback.onComplete(null, new TimeoutException("no coordinator"));
                return;
            }
            super.commitAsync(offsets, callback);
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration within) {
            if (!coordinator) {
                throw new TimeoutException("no coordinator");
            }
            super.commitSync(offsets, within);
        }
    }

    private void suspicious() {
        lane.claimed(Script.newClaim(), 0, null, true);
        lane.takeSeek();
    }

    private OffsetAndMetadata told() {
        Map<?, OffsetAndMetadata> committed = consumer.committed(Set.of(Script.PARTITION));
        return committed.values().iterator().next();
    }
}
