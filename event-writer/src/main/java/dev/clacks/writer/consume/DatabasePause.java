package dev.clacks.writer.consume;

import dev.clacks.common.retry.Backoff;
import java.util.random.RandomGenerator;

/** Whether the database answers, and until when it is left alone after it did not. Times in milliseconds. */
final class DatabasePause {

    private final Backoff backoff;
    private final RandomGenerator random;
    private int failures;
    private long until;
    private String trouble = "";

    DatabasePause(Backoff backoff, RandomGenerator random) {
        this.backoff = backoff;
        this.random = random;
    }

    void answered() {
        failures = 0;
        until = 0;
        trouble = "";
    }

    /** Returns when the next attempt may be made. */
    long failed(String why, long nowMillis) {
        // Jobs that were out together fail together: that is one failure.
        if (nowMillis >= until) {
            failures++;
            until = nowMillis + backoff.delay(failures, random).toMillis();
        }
        trouble = why;
        return until;
    }

    boolean over(long nowMillis) {
        return nowMillis >= until;
    }

    long until() {
        return until;
    }

    /** Empty while all is well. */
    String trouble() {
        return trouble;
    }
}
