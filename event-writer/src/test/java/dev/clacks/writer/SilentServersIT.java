package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.MortalKafka;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.config.GroupSettings;
import io.dropwizard.util.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Servers that take what they are sent and say nothing. No connection breaks, so the writer has only its own time-outs; that is
 * no reason to restart it, which would help nobody.
 */
class SilentServersIT {

    private static final int PARTITIONS = 2;
    private static final Duration MAX_POLL_INTERVAL = Duration.seconds(6);
    /** Far below, so that giving partitions back amid the silence fits into a turn on a slow machine too. */
    private static final Duration REVOKE_WITHIN = Duration.seconds(1);

    private static final long SILENCE_MILLIS = 5 * MAX_POLL_INTERVAL.toMilliseconds() / 2;

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private MortalKafka kafka;
    private Pipeline pipeline;

    @BeforeEach
    void open() throws Exception {
        kafka = new MortalKafka();
        pipeline = new Pipeline(kafka.proxiedServers(), kafka.admin(), PARTITIONS, POSTGRES.newDatabase()).impatient();
    }

    @AfterEach
    void close() {
        pipeline.close();
        kafka.close();
    }

    @Test
    void w5TheLoopTurnsOnAndWhatWasCommittedWithoutAnAnswerIsStoredOnce() throws Exception {
        RunningWriter writer = pipeline.writer(impatient(), RunningWriter.write(20, 10, REVOKE_WITHIN));
        publishEverywhere(20);
        pipeline.awaitAllStored();

        var lost = pipeline.proxy.loseReply("COMMIT\0");
        publishEverywhere(200);
        lost.get(3, TimeUnit.MINUTES);
        kafka.proxy().stall();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS);
        while (System.nanoTime() < end) {
            assertThat(writer.alive())
                    .as("liveness, which fails after twice " + MAX_POLL_INTERVAL)
                    .isTrue();
            Thread.sleep(100);
        }
        kafka.proxy().resume();

        publishEverywhere(20);
        pipeline.awaitAllStored();
        assertThat(writer.alive()).isTrue();
        assertThat(writer.state().stopped()).isEmpty();
        assertThat(pipeline.stored.failed()).isZero();
    }

    private GroupSettings impatient() {
        GroupSettings usual = RunningWriter.group(pipeline.group);
        return new GroupSettings(
                usual.id(),
                usual.protocol(),
                usual.instanceId(),
                usual.sessionTimeout(),
                usual.heartbeatInterval(),
                MAX_POLL_INTERVAL);
    }

    private void publishEverywhere(int count) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            pipeline.publish(partition, count);
        }
    }
}
