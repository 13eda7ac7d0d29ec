package dev.clacks.writer.replay;

import dev.clacks.common.admin.AskedTime;
import dev.clacks.common.app.UserErrorException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be replayed from Kafka.
 *
 * @param topic the topic's name
 * @param partition one of its partitions; null for all
 * @param fromTime received then or later
 * @param toTime received before then
 * @param fromOffset the first offset
 * @param toOffset the offset after the last
 */
public record KafkaWish(
        String topic,
        @Nullable Integer partition,
        @Nullable Instant fromTime,
        @Nullable Instant toTime,
        @Nullable Long fromOffset,
        @Nullable Long toOffset) {

    public KafkaWish {
        AskedTime.check("from", fromTime);
        AskedTime.check("to", toTime);
        if (fromTime == null && fromOffset == null) {
            throw new UserErrorException("say from where: a time, from, or an offset, from_offset");
        }
        if ((fromOffset != null || toOffset != null) && (partition == null || fromTime != null || toTime != null)) {
            throw new UserErrorException(
                    "offsets belong to one partition and go without times: partition, from_offset, perhaps to_offset");
        }
        if (fromTime != null && toTime != null && !fromTime.isBefore(toTime)) {
            throw new UserErrorException("from must lie before to");
        }
    }

    /** Whether a record that was received then is meant. */
    boolean means(long receivedAtMillis) {
        return (fromTime == null || receivedAtMillis >= fromTime.toEpochMilli())
                && (toTime == null || receivedAtMillis < toTime.toEpochMilli());
    }
}
