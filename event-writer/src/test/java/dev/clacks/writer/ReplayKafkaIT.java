package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.replay.Job;
import dev.clacks.writer.replay.KafkaWish;
import dev.clacks.writer.replay.Operator;
import dev.clacks.writer.replay.ReplayStoppedException;
import dev.clacks.writer.replay.Wish;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replays from Kafka and skips: what is missing comes back once, whatever runs beside it and however often it dies. */
class ReplayKafkaIT {

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
    }

    @AfterEach
    void close() {
        operators.close();
        pipeline.close();
    }

    /** 100 stored, then 90 that an operator has skipped and 30 stored in partition 0; 50 stored in partition 1. */
    private void skipNinety() throws Exception {
        pipeline.writer();
        pipeline.publish(0, 100);
        pipeline.publish(1, 50);
        pipeline.awaitAllStored();
        pipeline.awaitCommitted(0, 100);
        pipeline.stopWriters();
        pipeline.publish(0, 120);
        assertThat(operators.skip(0, 190).leftOut()).isEqualTo(90);
        pipeline.writer();
        Await.untilEqual("rows without the skipped ones", 180L, pipeline.stored::events);
    }

    @Test
    void aSkipAtRestLeavesOutWhatItSaysAndAReplayBringsItBackWhileTheWriterRuns() throws Exception {
        skipNinety();
        Counts dryRun = operators.dryRun(operators.all());
        assertThat(pipeline.stored.events()).isEqualTo(180);

        Counts run;
        try (Job job = operators.operator().begin(Operators.ACTOR, operators.all(), 200)) {
            var live = CompletableFuture.runAsync(() -> pipeline.publish(0, 300));
            run = job.run(done -> {});
            live.get(3, TimeUnit.MINUTES);
        }

        assertThat(run).isEqualTo(dryRun).isEqualTo(Counts.stored(90, 180, 0, 0, Map.of()));
        pipeline.awaitAllStored();
        assertThat(pipeline.progress(0)).isEqualTo(520);
        assertThat(pipeline.stored.texts("SELECT action FROM audit_log ORDER BY audit_id"))
                .containsExactly("progress.skip", "replay.kafka", "replay.kafka.done");
        try (Job again = operators.operator().begin(Operators.ACTOR, operators.all(), 0)) {
            assertThat(again.run(done -> {}).inserted()).isZero();
        }
        pipeline.awaitAllStored();
    }

    @Test
    void aReplayThatDiedGoesOnWhereItStoppedAndWhoeverRanItBeforeWritesNothingMore() throws Exception {
        skipNinety();
        Operator operator = operators.operatorByProxy();
        Job killed = operator.begin(Operators.ACTOR, operators.all(), 0);
        UUID id = killed.operation().id();
        assertThatThrownBy(() -> killed.run(done -> {
                    if (done >= 60) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
        killed.close();
        assertThat(pipeline.stored.texts("SELECT state || ' ' || (counts ->> 'found') FROM operations"))
                .containsExactly("running 60");

        Job zombie = operator.resume(Operators.ACTOR, id, true);
        try (Job job = operator.resume(Operators.ACTOR, id, true)) {
            assertThatThrownBy(() -> zombie.run(done -> {})).isInstanceOf(ReplayStoppedException.class);
            var cut = pipeline.proxy.cutBeforeReply("COMMIT\0");
            Counts counts = job.run(done -> {});
            cut.get(3, TimeUnit.MINUTES);
            assertThat(counts).isEqualTo(Counts.stored(90, 180, 0, 0, Map.of()));
        }
        zombie.close();
        pipeline.awaitAllStored();
        assertThat(pipeline.stored.texts("SELECT state FROM operations")).containsExactly("done");
    }

    @Test
    void whatLeavesKafkaBetweenThePlanAndItsTurnIsCountedAsGone() throws Exception {
        skipNinety();
        try (Job job = operators.operator().begin(Operators.ACTOR, operators.all(), 0)) {
            KAFKA.admin()
                    .deleteRecords(Map.of(
                            pipeline.events(0), RecordsToDelete.beforeOffset(40),
                            pipeline.events(1), RecordsToDelete.beforeOffset(50)))
                    .all()
                    .get(3, TimeUnit.MINUTES);
            var looks = new ArrayList<Long>();
            Counts counts = job.run(looks::add);

            assertThat(counts).isEqualTo(Counts.stored(90, 90, 0, 0, Map.of()).plus(Counts.gone(40 + 50)));
            assertThat(looks).isSorted().endsWith(job.operation().total());
        }
        pipeline.awaitAllStored();
        assertThat(pipeline.stored.texts("SELECT counts ->> 'gone' FROM operations UNION ALL"
                        + " SELECT details -> 'counts' ->> 'gone' FROM audit_log WHERE action = 'replay.kafka.done'"))
                .containsExactly("90", "90");
    }

    @Test
    void whatLeavesKafkaInTheMiddleOfAReplayIsCountedAsGoneToo() throws Exception {
        skipNinety();
        try (Job job = operators.operator().begin(Operators.ACTOR, operators.all(), 0)) {
            CompletableFuture<Counts> run;
            // It has seen where the log begins, and asks for records with which writers died before it reads on.
            try (var held = new HeldTable(pipeline.stored, "LOCK TABLE failed_events IN ACCESS EXCLUSIVE MODE")) {
                run = CompletableFuture.supplyAsync(() -> run(job));
                held.awaitHalted("failed_events");
                KAFKA.admin()
                        .deleteRecords(Map.of(pipeline.events(0), RecordsToDelete.beforeOffset(40)))
                        .all()
                        .get(3, TimeUnit.MINUTES);
            }

            assertThat(run.get(3, TimeUnit.MINUTES))
                    .isEqualTo(Counts.stored(90, 140, 0, 0, Map.of()).plus(Counts.gone(40)));
        }
        pipeline.awaitAllStored();
        assertThat(pipeline.stored.texts("SELECT state FROM operations")).containsExactly("done");
    }

    private static Counts run(Job job) {
        try {
            return job.run(done -> {});
        } catch (ReplayStoppedException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void w7WhatWasErasedOrDiscardedDoesNotComeBack() throws Exception {
        skipNinety();
        pipeline.stored.execute(
                "INSERT INTO tombstones (org_id, app_id, received_before) VALUES (?, ?, now() + interval '1 hour')",
                Door.ORG,
                Door.APP);

        Counts dryRun = operators.dryRun(operators.all());
        try (Job job = operators.operator().begin(Operators.ACTOR, operators.all(), 0)) {
            assertThat(job.run(done -> {})).isEqualTo(dryRun).isEqualTo(Counts.stored(0, 0, 270, 0, Map.of()));
        }

        assertThat(pipeline.stored.events()).isEqualTo(180);
    }

    @Test
    void aRangeOfTimeOrOffsetsIsReadToTheRecordAndNeverPastTheWriters() throws Exception {
        pipeline.writer();
        Instant early = Instant.now().minusSeconds(7_200);
        pipeline.door.publish(0, early, pipeline.events.next(30));
        pipeline.door.publish(0, early.plusSeconds(60), pipeline.events.next(20));
        pipeline.door.publish(0, early.plusSeconds(30), pipeline.events.next(10));
        pipeline.awaitAllStored();
        pipeline.stopWriters();
        pipeline.publish(0, 15);
        String topic = pipeline.kafka.topics().events();

        var minute = new KafkaWish(topic, null, early.plusSeconds(30), early.plusSeconds(60), null, null);
        assertThat(operators.dryRun(new Wish.OfKafka(minute)).found()).isEqualTo(10);
        var rest = new KafkaWish(topic, 0, null, null, 55L, null);
        assertThat(operators.dryRun(new Wish.OfKafka(rest)).found()).isEqualTo(5);
    }

    @Test
    void aSkipIsDoneThoughKafkaCannotBeToldAndTheNextWriterTellsIt() throws Exception {
        pipeline.writer();
        pipeline.publish(0, 10);
        pipeline.awaitAllStored();
        pipeline.awaitCommitted(0, 10);
        pipeline.stopWriters();
        pipeline.publish(0, 30);

        assertThat(operators
                        .skip(operators.log(ReplayKafkaIT::takesNoOffsets), 0, 25)
                        .leftOut())
                .isEqualTo(15);

        assertThat(pipeline.progress(0)).isEqualTo(25);
        pipeline.writer();
        Await.untilEqual("rows without the skipped ones", 25L, pipeline.stored::events);
        pipeline.awaitCommitted(0, 40);
    }

    /** As if the group's coordinator were away when offsets are to be changed. */
    private static Admin takesNoOffsets(Admin real) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (_, method, arguments) -> {
                    if (method.getName().equals("alterConsumerGroupOffsets")) {
                        @SuppressWarnings("unchecked")
                        var offsets = (Map<TopicPartition, OffsetAndMetadata>) arguments[1];
                        return real.alterConsumerGroupOffsets(
                                (String) arguments[0], offsets, new AlterConsumerGroupOffsetsOptions().timeoutMs(0));
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aSkipFencesTheWriterThatRuns() throws Exception {
        RunningWriter writer = pipeline.writer();
        pipeline.publish(0, 10);
        pipeline.awaitAllStored();
        pipeline.proxy.refuse();
        pipeline.publish(0, 100);
        Await.until("retries", () -> writer.counter("writer_retries", "kind", "database"), retries -> retries > 0);

        assertThat(operators.skip(0, 80).leftOut()).isEqualTo(70);
        pipeline.proxy.accept();

        Await.untilEqual("rows behind the skip", 40L, pipeline.stored::events);
        pipeline.awaitCommitted(0, 110);
        pipeline.stopWriters();
        pipeline.writer();
        pipeline.publish(0, 5);
        Await.untilEqual("rows after a restart", 45L, pipeline.stored::events);
        assertThat(
                        pipeline.stored.number(
                                "SELECT count(*) FROM writer_progress WHERE skipped_to IS NOT NULL AND skipped_to > next_offset"))
                .isZero();
    }
}
