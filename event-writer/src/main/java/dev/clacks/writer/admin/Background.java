package dev.clacks.writer.admin;

import dev.clacks.common.admin.http.CallRefusedException;
import dev.clacks.writer.operation.Operation;
import dev.clacks.writer.replay.Job;
import dev.clacks.writer.replay.ReplayStoppedException;
import io.dropwizard.lifecycle.Managed;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
    private @Nullable Thread running;
    private boolean alone;
    private boolean cancelled;

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
        began(Thread.ofPlatform().name("operation").daemon().unstarted(() -> run(job)), false)
                .start();
        return job.operation();
    }

    /** Something short of a job that would disturb one; {@link #cancelAlone} ends it. */
    <T> T alone(Work<T> work) throws Exception {
        take();
        began(Thread.currentThread(), true);
        try {
            return work.run();
        } catch (InterruptedException e) {
            if (wasCancelled()) {
                throw new CallRefusedException(409, "cancelled", "It was cancelled.");
            }
            throw e;
        } finally {
            ended();
        }
    }

    /** Ends what runs alone; if it waits for a server, when that has answered. */
    synchronized void cancelAlone() throws CallRefusedException {
        Thread thread = running;
        if (thread == null || !alone) {
            throw new CallRefusedException(409, "idle", "No dry run is under way in this process.");
        }
        cancelled = true;
        thread.interrupt();
    }

    private synchronized Thread began(Thread thread, boolean isAlone) {
        running = thread;
        alone = isAlone;
        cancelled = false;
        return thread;
    }

    private synchronized boolean wasCancelled() {
        return cancelled;
    }

    /** An interrupt that came too late is not taken to what the thread does next. */
    private synchronized void ended() {
        running = null;
        Thread.interrupted();
        room.release();
    }

    private synchronized void interrupt() {
        if (running != null) {
            running.interrupt();
        }
    }

    private void take() throws CallRefusedException {
        if (!room.tryAcquire()) {
            throw new CallRefusedException(
                    409, "busy", "Another operation runs in this process: wait for it, or cancel it.");
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
            ended();
        }
    }

    @Override
    public void stop() throws InterruptedException {
        interrupt();
        if (room.tryAcquire(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
            room.release();
        }
    }
}
