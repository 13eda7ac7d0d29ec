package dev.clacks.writer.consume;

import dev.clacks.writer.metrics.WriterMetrics;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a lane has to do when something went wrong, and what people are told: once when it begins, not at each attempt. For
 * the loop's thread. Times are milliseconds of the steady clock.
 */
final class Setbacks {

    private static final Logger LOG = LoggerFactory.getLogger(Setbacks.class);

    private final Pace pace;
    private final WriterMetrics metrics;
    private final RandomGenerator random;
    private final DatabasePause database;

    Setbacks(Pace pace, DatabasePause database, WriterMetrics metrics, RandomGenerator random) {
        this.pace = pace;
        this.database = database;
        this.metrics = metrics;
        this.random = random;
    }

    /** The database has answered: all is well with it. */
    void databaseAnswered() {
        database.answered();
    }

    /** Progress does not stand where the lane left it. */
    void fenced(TopicPartition partition, Lane lane, long now) {
        metrics.fenced();
        LOG.warn("{}: progress no longer stands where this writer left it: it is read again", partition);
        claimAgain(lane, "progress was moved or claimed by another writer", now);
    }

    /** Reads progress again, after a pause: a loop that has just lost the partition learns of it meanwhile. */
    void claimAgain(Lane lane, String why, long now) {
        lane.claimAgain(why, retryAt(lane, now));
    }

    /** Its claim has to be made once more, by what Kafka says then; nothing is wrong yet. */
    void claimOnceMore(Lane lane, String why, long now) {
        lane.standing().claimFailed(why, retryAt(lane, now));
    }

    /** People must look at the partition. */
    void stop(TopicPartition partition, Lane lane, String why, long now) {
        LOG.error(
                "{} is stopped, and tried again every {} s: {}",
                partition,
                pace.stoppedRetry().toSeconds(),
                why);
        lane.stop(why, now + pace.stoppedRetry().toMillis());
    }

    /** The database does not answer, or refuses everybody; returns when it is asked again. */
    long unavailable(String why, long now) {
        if (database.trouble().isEmpty()) {
            LOG.warn("the database does not take anything: {}", why);
        }
        return database.failed(why, now);
    }

    /**
     * When to try again what failed.
     *
     * @param ofDatabase whether the database failed, which is everybody's trouble; else it is the lane's own
     */
    long retryAt(boolean ofDatabase, String why, TopicPartition partition, Lane lane, long now) {
        if (ofDatabase) {
            return unavailable(why, now);
        }
        if (lane.standing().trouble().isEmpty()) {
            LOG.warn("{} waits: {}", partition, why);
        }
        return retryAt(lane, now);
    }

    private long retryAt(Lane lane, long now) {
        return now
                + pace.backoff().delay(lane.standing().failures() + 1, random).toMillis();
    }
}
