package dev.clacks.writer.consume;

import dev.clacks.common.retry.Backoff;
import java.time.Duration;

/**
 * How often and how patiently the loop does what it does.
 *
 * @param backoff waiting between attempts after a fault
 * @param stoppedRetry how long a stopped partition rests before it is tried again
 * @param renew how often an idle partition's progress is confirmed
 * @param ends how often the logs' ends are asked for
 * @param topicIds how often the topics' ids are compared
 * @param commit least time between two commits of offsets
 * @param revokeWithin how long giving a partition away waits for its chunk in flight
 * @param bufferBytes most heap of rows that wait in all lanes, in bytes
 */
public record Pace(
        Backoff backoff,
        Duration stoppedRetry,
        Duration renew,
        Duration ends,
        Duration topicIds,
        Duration commit,
        Duration revokeWithin,
        long bufferBytes) {

    /** The values of production; the backoff and the buffer are settings. */
    public static Pace of(Backoff backoff, Duration revokeWithin, long bufferBytes) {
        return new Pace(
                backoff,
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofMillis(100),
                revokeWithin,
                bufferBytes);
    }
}
