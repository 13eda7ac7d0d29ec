package dev.clacks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.replay.DryRun;
import dev.clacks.writer.replay.Job;
import dev.clacks.writer.replay.Wish;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Operations and dry runs go no faster than they are told to. All of them take 20 failed events at once. */
class RatesIT {

    private static final int FAILED = 70;

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final FailedFilter filter = new FailedFilter(Door.ORG, Door.APP, null, null, null, null, null);
    private final AtomicLong looked = new AtomicLong();
    private Pipeline pipeline;
    private Operators operators;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, 1, POSTGRES.newDatabase());
        operators = new Operators(pipeline);
        pipeline.writer();
        for (int i = 0; i < FAILED; i++) {
            pipeline.door.publishRefused(0, "{}".getBytes(UTF_8), "invalid_schema", "user_id");
        }
        Await.untilEqual("failed events", (long) FAILED, pipeline.stored::failed);
    }

    @AfterEach
    void close() {
        operators.close();
        pipeline.close();
    }

    @Test
    void aDryRunKeepsToItsRateAndTellsHowFarItIs() throws Exception {
        try (DryRun dryRun = operators.operator().dryRun(new Wish.OfFailed(filter, false), 1)) {
            assertThat(dryRun.total()).isEqualTo(FAILED);
            interruptWhereItWaits(20, () -> dryRun.run(looked::set));
        }
        assertThat(operators.dryRun(new Wish.OfFailed(filter, false)))
                .isEqualTo(Counts.refused(Map.of("unsupported_schema", (long) FAILED)));
    }

    @Test
    void aDiscardKeepsToItsRateAlsoWhenResumedAndOneOfAnOlderBuildHasNone() throws Exception {
        var discard = new Wish.ToDiscard(filter);
        UUID id;
        try (Job job = operators.operator().begin(Operators.ACTOR, discard, 1)) {
            id = job.operation().id();
            interruptWhereItWaits(20, () -> job.run(looked::set));
        }
        try (Job resumed = operators.operator().resume(Operators.ACTOR, id, true)) {
            interruptWhereItWaits(40, () -> resumed.run(looked::set));
        }
        assertThat(pipeline.stored.texts("SELECT state || ' ' || (counts ->> 'found') FROM operations"))
                .containsExactly("running 40");

        // As builds stored it that knew neither.
        pipeline.stored.execute("UPDATE operations SET arguments = arguments - 'rate', counts = counts - 'gone'");
        try (Job resumed = operators.operator().resume(Operators.ACTOR, id, true)) {
            assertThat(resumed.run(done -> {})).isEqualTo(Counts.discarded(FAILED));
        }
        assertThat(pipeline.stored.number("SELECT count(*) FROM failed_events WHERE state = 'discarded'"))
                .isEqualTo(FAILED);
    }

    /** Runs it until it has looked at so many and holds still for the sake of its rate, and interrupts it there. */
    private void interruptWhereItWaits(long upTo, Callable<Counts> work) {
        var ended = new CompletableFuture<Counts>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                ended.complete(work.call());
            } catch (Exception e) {
                ended.completeExceptionally(e);
            }
        });
        Await.untilEqual("looked at", upTo, looked::get);
        Await.untilEqual("the wait", Thread.State.TIMED_WAITING, thread::getState);
        thread.interrupt();
        assertThatThrownBy(() -> ended.get(3, TimeUnit.MINUTES)).hasCauseInstanceOf(InterruptedException.class);
        assertThat(looked).hasValue(upTo);
    }
}
