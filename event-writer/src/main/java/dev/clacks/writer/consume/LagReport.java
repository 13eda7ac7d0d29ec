package dev.clacks.writer.consume;

import dev.clacks.writer.metrics.WriterMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Tells the metrics that the loop turns and, once a second, how far behind each partition is and when that costs events. */
final class LagReport {

    private static final long EVERY_MILLIS = 1_000;

    private final Lanes lanes;
    private final WriterMetrics metrics;
    private final Map<String, @Nullable Duration> retention = new HashMap<>();
    private long reportedAt;

    LagReport(Lanes lanes, WriterMetrics metrics) {
        this.lanes = lanes;
        this.metrics = metrics;
    }

    /** How long topics keep a record; null for ever. */
    void retention(Map<String, @Nullable Duration> byTopic) {
        retention.putAll(byTopic);
    }

    void report(long now) {
        metrics.polled(now);
        if (now - reportedAt >= EVERY_MILLIS) {
            reportedAt = now;
            lanes.forEach((partition, lane) -> report(partition, lane, now));
        }
    }

    /** The partitions are another's now. */
    void gone(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> metrics.gone(partition.topic(), partition.partition()));
    }

    private void report(TopicPartition partition, Lane lane, long now) {
        metrics.assigned(partition.topic(), partition.partition(), lane.phase() == Lane.Phase.STOPPED);
        OptionalLong behind = lane.progress().behind();
        if (behind.isEmpty()) {
            return;
        }
        OptionalLong oldest = behind.getAsLong() == 0 ? OptionalLong.empty() : lane.oldestMillis();
        double age = oldest.isEmpty() ? 0 : Math.max(0, now - oldest.getAsLong()) / 1000.0;
        metrics.lag(partition.topic(), partition.partition(), behind.getAsLong(), age);
        Duration kept = retention.get(partition.topic());
        if (oldest.isPresent() && kept != null) {
            metrics.secondsToLoss(partition.topic(), partition.partition(), kept.toSeconds() - age);
        } else {
            metrics.nothingToLose(partition.topic(), partition.partition());
        }
    }
}
