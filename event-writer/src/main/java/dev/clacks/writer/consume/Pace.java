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
 * @param topics how often the topics' ids are compared and their partitions counted
 * @param retention how often the topics' retention is asked for
 * @param commit least time between two commits of offsets
 */
public record Pace(
        Backoff backoff,
        Duration stoppedRetry,
        Duration renew,
        Duration ends,
        Duration topics,
        Duration retention,
        Duration commit) {

    /** The values of production; the backoff is a setting. */
    public static Pace of(Backoff backoff) {
        return new Pace(
                backoff,
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofMillis(100));
    }
}
