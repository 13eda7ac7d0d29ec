package dev.clacks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.replay.Job;
import dev.clacks.writer.replay.ReplayStoppedException;
import dev.clacks.writer.replay.Wish;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Failed events checked again, and given up. */
class ReplayFailedIT {

    private static final int GOOD = 70;
    private static final String CODE = "timestamp_out_of_range";

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;
    private Operators operators;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, 2, POSTGRES.newDatabase());
        operators = new Operators(pipeline);
        pipeline.writer();
    }

    @AfterEach
    void close() {
        operators.close();
        pipeline.close();
    }

    private static Wish replay(@Nullable String code) {
        return new Wish.OfFailed(filter(code), false);
    }

    private static FailedFilter filter(@Nullable String code) {
        return new FailedFilter(Door.ORG, Door.APP, code, null, null, null, null);
    }

    /** What rules refused that have been relaxed since: {@value GOOD} good ones, 1 stored, 2 still bad, 1 cut. */
    private void refuse() throws Exception {
        List<TestEvent> stored = pipeline.publish(0, 1);
        pipeline.door.publishRefused(0, stored.getFirst().bytes(), CODE, "timestamp");
        for (int i = 0; i < GOOD; i++) {
            pipeline.door.publishRefused(i % 2, pipeline.events.next().bytes(), CODE, "timestamp");
        }
        pipeline.door.publishRefused(0, "{}".getBytes(UTF_8), CODE, "timestamp");
        pipeline.door.publishRefused(1, "no json".getBytes(UTF_8), CODE, "timestamp");
        pipeline.door.publishRefused(1, " ".repeat(300_000).getBytes(UTF_8), CODE, "timestamp");
        pipeline.door.publishRefused(1, pipeline.events.next().bytes(), "another_code", "");
        pipeline.awaitAllStored();
        Await.untilEqual("failed events", GOOD + 5L, pipeline.stored::failed);
    }

    @Test
    void whatPassesTodayIsStoredOnceAndNoLongerCountsAsFailed() throws Exception {
        refuse();
        Counts dryRun = operators.dryRun(replay(CODE));
        assertThat(pipeline.stored.events()).isEqualTo(1);

        Counts run;
        try (Job job = operators.operator().begin(Operators.ACTOR, replay(CODE), 0)) {
            run = job.run(done -> {});
        }

        assertThat(run).isEqualTo(dryRun);
        assertThat(run)
                .isEqualTo(new Counts(
                        GOOD + 4, GOOD, 1, 0, 0, 1, 2, 0, Map.of("unsupported_schema", 1L, "invalid_schema", 1L)));
        assertThat(pipeline.stored.events()).isEqualTo(GOOD + 1L);
        assertThat(pipeline.stored.number("SELECT sum(events) FROM event_counts"))
                .isEqualTo(GOOD + 1L);
        assertThat(pipeline.stored.texts(
                        "SELECT state || ' ' || count(*) FROM failed_events GROUP BY state ORDER BY state"))
                .containsExactly("failed 4", "replayed " + (GOOD + 1));
        assertThat(pipeline.stored.number("""
                        SELECT count(*) FROM events e JOIN failed_events f USING (kafka_topic_id, kafka_partition, kafka_offset)
                        WHERE e.received_at = f.received_at AND f.state = 'replayed'""")).isEqualTo(GOOD);
        try (Job again = operators.operator().begin(Operators.ACTOR, replay(CODE), 0)) {
            assertThat(again.run(done -> {}).inserted()).isZero();
        }
        assertThat(pipeline.stored.number("SELECT sum(events) FROM event_counts"))
                .isEqualTo(GOOD + 1L);
    }

    @Test
    void anEventThatItsClientSentAgainAndAgainIsStoredOnceAndNoCopyOfItCountsAsFailed() throws Exception {
        byte[] event = pipeline.events.next().bytes();
        for (int i = 0; i < 30; i++) {
            pipeline.door.publishRefused(0, event, CODE, "timestamp");
        }
        Await.untilEqual("failed events", 30L, pipeline.stored::failed);

        try (Job job = operators.operator().begin(Operators.ACTOR, replay(CODE), 0)) {
            assertThat(job.run(done -> {})).isEqualTo(Counts.stored(1, 29, 0, 0, Map.of()));
        }

        assertThat(pipeline.stored.events()).isEqualTo(1);
        assertThat(pipeline.stored.texts("SELECT DISTINCT state FROM failed_events"))
                .containsExactly("replayed");
    }

    @Test
    void aReplayThatDiedGoesOnAndItsCountsAreTheWholeTruth() throws Exception {
        refuse();
        UUID killed = killedAfterTwenty();

        try (Job job = operators.operatorByProxy().resume(Operators.ACTOR, killed, true)) {
            assertThat(job.operation().counts().found()).isEqualTo(20);
            var cut = pipeline.proxy.cutBeforeReply("COMMIT\0");
            Counts counts = job.run(done -> {});
            cut.get(3, TimeUnit.MINUTES);
            assertThat(counts.found()).isEqualTo(GOOD + 4L);
            assertThat(counts.inserted()).isEqualTo(GOOD);
            assertThat(counts.failed()).isEqualTo(2);
        }
        assertThat(pipeline.stored.number("SELECT sum(events) FROM event_counts"))
                .isEqualTo(GOOD + 1L);
    }

    private UUID killedAfterTwenty() throws Exception {
        try (Job job = operators.operator().begin(Operators.ACTOR, replay(CODE), 0)) {
            assertThatThrownBy(() -> job.run(done -> {
                        if (done >= 20) {
                            throw new IllegalStateException("killed");
                        }
                    }))
                    .hasMessage("killed");
            return job.operation().id();
        }
    }

    @Test
    void whatIsLeftOfAReplayThatAnOlderBuildBeganIsStoredToo() throws Exception {
        refuse();
        UUID killed = killedAfterTwenty();
        // That build went by the time of receipt and wrote it down.
        pipeline.stored.execute(
                "UPDATE operations SET position = regexp_replace(position, '/(\\d+)$', 'T00:00:00.123Z/1000000')");

        try (Job job = operators.operator().resume(Operators.ACTOR, killed, true)) {
            assertThat(job.run(done -> {}).inserted()).isEqualTo(GOOD);
        }
        assertThat(pipeline.stored.number("SELECT sum(events) FROM event_counts"))
                .isEqualTo(GOOD + 1L);
    }

    @Test
    void whatWasDiscardedNoReplayStores() throws Exception {
        refuse();
        Wish discard = new Wish.ToDiscard(filter(CODE));
        assertThat(operators.dryRun(discard).discarded()).isEqualTo(GOOD + 4L);
        try (Job job = operators.operator().begin(Operators.ACTOR, discard, 0)) {
            assertThat(job.run(done -> {}).discarded()).isEqualTo(GOOD + 4L);
        }

        try (Job job = operators.operator().begin(Operators.ACTOR, replay(null), 0)) {
            assertThat(job.run(done -> {})).isEqualTo(Counts.stored(1, 0, 0, 0, Map.of()));
        }

        assertThat(pipeline.stored.events()).isEqualTo(2);
        assertThat(pipeline.stored.texts("SELECT DISTINCT state FROM failed_events ORDER BY 1"))
                .containsExactly("discarded", "replayed");
        assertThat(pipeline.stored.texts("SELECT action FROM audit_log ORDER BY audit_id"))
                .containsExactly("failed.discard", "failed.discard.done", "replay.failed", "replay.failed.done");
    }

    @Test
    void aDiscardWaitsForWhatAReplayHasInHandAndGivesItUpWhereThatIsRolledBack() throws Exception {
        refuse();
        try (Job job = operators.operator().begin(Operators.ACTOR, new Wish.ToDiscard(filter(CODE)), 0)) {
            CompletableFuture<Counts> run;
            try (var replay = new HeldTable(
                    pipeline.stored, "SELECT FROM failed_events WHERE kafka_offset IN (2, 3) FOR UPDATE")) {
                run = CompletableFuture.supplyAsync(() -> run(job));
                replay.awaitHalted("state = 'discarded'");
            }
            assertThat(run.get(3, TimeUnit.MINUTES).discarded()).isEqualTo(GOOD + 4L);
        }
        assertThat(pipeline.stored.number(
                        "SELECT count(*) FROM failed_events WHERE code = ? AND state = 'failed'", CODE))
                .isZero();
    }

    private static Counts run(Job job) {
        try {
            return job.run(done -> {});
        } catch (ReplayStoppedException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRecordThatFailedAndIsStoredByAReplayFromKafkaNoLongerCountsAsFailed() throws Exception {
        pipeline.publish(0, 3);
        pipeline.awaitAllStored();
        // As if an older writer had not been able to read two of them, and one of these was given up.
        pipeline.stored.execute("SELECT ensure_failed_partition(day)"
                + " FROM (SELECT DISTINCT (received_at AT TIME ZONE 'UTC')::date AS day FROM events) days");
        pipeline.stored.execute("""
                INSERT INTO failed_events (received_at, kafka_offset, kafka_partition, kafka_topic_id, raw_length, state, stage,
                    code, fingerprint, raw_sha256, raw)
                SELECT received_at, kafka_offset, kafka_partition, kafka_topic_id, 1,
                    CASE kafka_offset WHEN 1 THEN 'failed' ELSE 'discarded' END, 'writer', 'undecodable', 'f', sha256('x'), 'x'
                FROM events WHERE kafka_offset > 0""");
        pipeline.stored.execute("DELETE FROM events WHERE kafka_offset > 0");
        pipeline.stored.execute("UPDATE event_counts SET events = 1");

        try (Job job = operators.operator().begin(Operators.ACTOR, operators.all(), 0)) {
            assertThat(job.run(done -> {})).isEqualTo(Counts.stored(1, 1, 0, 1, Map.of()));
        }

        assertThat(pipeline.stored.events()).isEqualTo(2);
        assertThat(pipeline.stored.texts("SELECT state FROM failed_events ORDER BY kafka_offset"))
                .containsExactly("replayed", "discarded");
    }

    @Test
    void whoMeansEverythingHasToSaySo() {
        assertThatThrownBy(() -> new Wish.OfFailed(new FailedFilter(null, null, null, null, null, null, null), false))
                .isInstanceOf(UserErrorException.class);
    }
}
