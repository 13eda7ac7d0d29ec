package dev.clacks.writer.consume;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What other threads have to tell the loop. It holds an answer to each job and each question that is out, so it stays small.
 * {@link #put} is for any thread, the rest for the loop's.
 */
final class Inbox {

    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();

    void put(Report report) {
        reports.add(report);
    }

    /** Hands over what is there. */
    void drain(Consumer<Report> to) {
        for (Report report = reports.poll(); report != null; report = reports.poll()) {
            to.accept(report);
        }
    }

    /** Waits for a report, at most so many milliseconds, and hands it over. */
    void await(long millis, Consumer<Report> to) throws InterruptedException {
        @Nullable Report report = reports.poll(millis, TimeUnit.MILLISECONDS);
        if (report != null) {
            to.accept(report);
        }
    }
}
