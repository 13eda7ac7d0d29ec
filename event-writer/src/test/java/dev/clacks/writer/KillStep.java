package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.time.Await;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Where a writer stands when it is killed. */
enum KillStep {
    AFTER_POLL {
        @Override
        void haltAndKill(StepKillsIT test) throws Exception {
            try (var held = test.hold("LOCK TABLE writer_progress IN SHARE MODE")) {
                test.publishEverywhere();
                held.awaitHalted("SET next_offset");
                test.killWithNothingStored();
            }
        }
    },
    AMID_COPY {
        @Override
        void haltAndKill(StepKillsIT test) throws Exception {
            try (var held = test.hold("SELECT pg_advisory_xact_lock(hashtext('halting'))")) {
                test.publishHalting();
                held.awaitHalted("COPY public.events");
                test.killWithNothingStored();
            }
        }
    },
    AFTER_COPY {
        @Override
        void haltAndKill(StepKillsIT test) throws Exception {
            try (var held = test.holdCounts()) {
                test.publishEverywhere();
                held.awaitHalted("event_counts");
                test.killWithNothingStored();
            }
        }
    },
    BEFORE_COMMIT {
        @Override
        void haltAndKill(StepKillsIT test) throws Exception {
            int backend;
            try (var held = test.holdCounts()) {
                test.publishEverywhere();
                backend = held.awaitHaltedBackend("event_counts");
                test.pipeline.proxy.stall(); // the answer does not come, so COMMIT is not sent
            }
            test.awaitInserted(backend);
            test.killWithNothingStored();
            test.pipeline.proxy.resume();
        }
    },
    AFTER_COMMIT {
        @Override
        void haltAndKill(StepKillsIT test) throws Exception {
            CompletableFuture<Void> answer;
            try (var held = test.holdCounts()) {
                test.publishEverywhere();
                held.awaitHalted("event_counts");
                answer = test.pipeline.proxy.loseReply("COMMIT\0");
            }
            answer.get(3, TimeUnit.MINUTES);
            Await.until("the rows of a COMMIT", test.pipeline.stored::events, rows -> rows > test.rowsBefore);
            test.writer.kill();
        }
    },
    BEFORE_OFFSET_COMMIT {
        @Override
        void haltAndKill(StepKillsIT test) throws Exception {
            long told = test.awaitOffsetsCommitted();
            try (var held = test.holdCounts()) {
                test.pipeline.publish(0, 1); // one alone: whoever is halted with it has fetched all there is
                held.awaitHalted("event_counts");
                test.kafka.proxy().stall();
            }
            test.pipeline.awaitAllStored();
            assertThat(test.pipeline.committedOffsets()).isEqualTo(told);
            test.writer.kill();
            test.kafka.proxy().resume();
        }
    },
    AFTER_OFFSET_COMMIT {
        @Override
        void haltAndKill(StepKillsIT test) throws Exception {
            test.publishEverywhere();
            test.awaitOffsetsCommitted();
            test.writer.kill();
        }
    };

    abstract void haltAndKill(StepKillsIT test) throws Exception;
}
