package dev.clacks.common.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.app.Probe;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ManagedLoopTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final InstantSource clock = now::get;

    @Test
    void aLoopThatTurnsIsAliveAndItsTurnIsClosedAtTheEnd() throws Exception {
        var closed = new CountDownLatch(1);
        var turned = new CountDownLatch(3);
        var loop = loop(new ManagedLoop.Turn() {
            @Override
            public void take() {
                turned.countDown();
            }

            @Override
            public void close() {
                closed.countDown();
            }
        });

        loop.start();
        turned.await();
        assertThat(loop.liveness().ask()).isEqualTo(Probe.Outcome.OK);
        loop.stop();

        assertThat(closed.getCount()).isZero();
    }

    @Test
    void aLoopStuckInATurnIsNoLongerAlive() throws Exception {
        var gate = new Semaphore(0);
        var loop = loop(new ManagedLoop.Turn() {
            @Override
            public void take() throws InterruptedException {
                gate.acquire();
            }

            @Override
            public void wakeUp() {
                gate.release();
            }
        });

        loop.start();
        now.set(Instant.EPOCH.plusSeconds(61));

        assertThat(loop.liveness().ask().ok()).isFalse();
        loop.stop();
    }

    @Test
    void anExceptionEndsTheLoopVisibly() throws Exception {
        var closed = new CountDownLatch(1);
        var loop = loop(new ManagedLoop.Turn() {
            @Override
            public void take() {
                throw new IllegalStateException("no more");
            }

            @Override
            public void close() {
                closed.countDown();
            }
        });

        loop.start();
        closed.await();

        assertThat(loop.liveness().ask().detail()).contains("no more");
        loop.stop();
    }

    @Test
    void anExceptionWithoutNameOrMessageEndsItVisiblyToo() throws Exception {
        var closed = new CountDownLatch(1);
        var loop = loop(new ManagedLoop.Turn() {
            @Override
            public void take() throws Exception {
                throw new Exception() {
                    private static final long serialVersionUID = 1L;
                };
            }

            @Override
            public void close() {
                closed.countDown();
            }
        });

        loop.start();
        closed.await();

        assertThat(loop.liveness().ask().ok()).isFalse();
        loop.stop();
    }

    @Test
    void aTurnThatIgnoresTheWakeUpIsInterrupted() throws Exception {
        var entered = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var loop = new ManagedLoop(
                "test",
                () -> {
                    entered.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                },
                Duration.ofSeconds(60),
                Duration.ofMillis(1),
                clock);
        loop.start();
        entered.await();

        loop.stop();

        interrupted.await();
    }

    @Test
    void aLoopThatWasNeverStartedIsStoppedAlready() throws Exception {
        loop(() -> {}).stop();
    }

    private ManagedLoop loop(ManagedLoop.Turn turn) {
        return new ManagedLoop("test", turn, Duration.ofSeconds(60), Duration.ofMinutes(1), clock);
    }
}
