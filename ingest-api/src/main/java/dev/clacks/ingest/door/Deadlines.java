package dev.clacks.ingest.door;

import io.dropwizard.util.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that calls when time is up. What it calls must not block. Thread-safe. */
final class Deadlines implements AutoCloseable {

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("deadlines").daemon().factory());

    Deadlines() {
        executor.setRemoveOnCancelPolicy(true);
        // at the end of the process requests are still under way: they go on without a deadline
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Runs {@code late} after a while, unless the future is cancelled before. */
    Future<?> after(Duration time, Runnable late) {
        return executor.schedule(late, time.toMilliseconds(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
