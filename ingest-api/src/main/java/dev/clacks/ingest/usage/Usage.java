package dev.clacks.ingest.usage;

import java.time.Instant;

/**
 * What was used of a quota.
 *
 * @param used events of the month so far; below zero where more were taken back than came
 * @param limit events of a month
 * @param resetsAt when the next month begins
 */
public record Usage(long used, long limit, Instant resetsAt) {

    /** Whether no further batch is taken. */
    public boolean exhausted() {
        return used >= limit;
    }

    public long remaining() {
        return Math.max(0, limit - Math.max(0, used));
    }

    /** Whether that many hundredths of the limit were used. */
    boolean past(int percent) {
        return used / (double) limit * 100 >= percent;
    }
}
