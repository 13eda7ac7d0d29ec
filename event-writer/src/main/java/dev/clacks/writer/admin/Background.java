package dev.clacks.writer.admin;

import dev.clacks.writer.operation.Operation;
import dev.clacks.writer.replay.Job;
import dev.clacks.writer.replay.ReplayStoppedException;
import io.dropwizard.lifecycle.Managed;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one operation of this process at a time, on a thread of its own; the next is refused, not queued. Stopping the process
 * interrupts it: it stays as it is, to be resumed. Thread-safe.
 */
public final class Background implements Managed {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final long STOP_MILLIS = 5_000;

    /** Does something while no operation runs here. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Exception;
    }

    /** Makes a job that is to be run. */
    @FunctionalInterface
    interface Begin {
        Job job() throws Exception;
    }

    private final Semaphore room = new Semaphore(1);
    private volatile @Nullable Thread running;

    /** Begins a job and lets it run; returns at once. */
    Operation start(Begin begin) throws Exception {
        take();
        Job job;
        try {
            job = begin.job();
        } catch (Exception e) {
            room.release();
            throw e;
        }
        running = Thread.ofPlatform().name("operation").daemon().start(() -> run(job));
        return job.operation();
    }

    /** Something short of a job that would disturb one. */
    <T> T alone(Work<T> work) throws Exception {
        take();
        running = Thread.currentThread();
        try {
            return work.run();
        } finally {
            running = null;
            room.release();
        }
    }

    private void take() throws Refused {
        if (!room.tryAcquire()) {
            throw new Refused(409, "busy", "Another operation runs in this process: wait for it, or cancel it.");
        }
    }

    private void run(Job job) {
        try (job) {
            var counts = job.run(done -> {});
            LOG.info("operation {} is done: {}", job.operation().id(), counts);
        } catch (ReplayStoppedException e) {
            LOG.warn("operation {} stopped: {}", job.operation().id(), e.getMessage());
        } catch (InterruptedException e) {
            LOG.info(
                    "operation {} was interrupted and can be resumed",
                    job.operation().id());
        } catch (RuntimeException e) {
            LOG.error(
                    "operation {} failed inside and can be resumed",
                    job.operation().id(),
                    e);
        } finally {
            running = null;
            room.release();
        }
    }

    @Override
    public void stop() throws InterruptedException {
        Thread thread = running;
        if (thread != null) {
            thread.interrupt();
            thread.join(STOP_MILLIS);
        }
    }
}
