package dev.clacks.writer.consume;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What Kafka means when it does not have the offset that is to be read next. */
sealed interface OutOfPlace {

    /** The log has other records now than those that were read. */
    record Truncated(String why) implements OutOfPlace {}

    /** The offset is before the log's beginning or behind its end. */
    record OutOfRange(String why) implements OutOfPlace {}

    /** By partition. */
    static Map<TopicPartition, OutOfPlace> of(InvalidOffsetException e) {
        var places = new HashMap<TopicPartition, OutOfPlace>();
        for (TopicPartition partition : e.partitions()) {
            places.put(partition, of(e, partition));
        }
        return places;
    }

    private static OutOfPlace of(InvalidOffsetException e, TopicPartition partition) {
        if (e instanceof LogTruncationException truncation) {
            long read = truncation.offsetOutOfRangePartitions().getOrDefault(partition, -1L);
            @Nullable
            OffsetAndMetadata divergent = truncation.divergentOffsets().get(partition);
            return new Truncated(
                    divergent == null ? unknown(partition, read) : known(partition, read, divergent.offset()));
        }
        return new OutOfRange(e.getMessage() == null ? "no valid offset" : e.getMessage());
    }

    private static String known(TopicPartition partition, long read, long from) {
        return ("the log was truncated: from offset %d on it has other records than those stored up to %d (%d offsets);"
                        + " when that is understood, `event-writer progress skip --topic %s --partition %d --to %d --yes`"
                        + " reads the new ones")
                .formatted(from, read, read - from, partition.topic(), partition.partition(), from);
    }

    /** The leader knows nothing of the time when the records were written. A claim would begin at the same offset and end here. */
    private static String unknown(TopicPartition partition, long read) {
        return ("the log was truncated: it has other records than those stored up to %d, and Kafka does not know from where on;"
                        + " when that is understood, `event-writer progress skip --topic %s --partition %d --to OFFSET --yes`"
                        + " reads from an offset on; what is stored there already is found to be")
                .formatted(read, partition.topic(), partition.partition());
    }
}
