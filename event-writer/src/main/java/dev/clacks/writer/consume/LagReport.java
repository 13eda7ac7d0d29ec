package dev.clacks.writer.consume;

import dev.clacks.writer.metrics.WriterMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the metrics that the loop turns and, once a second, how far behind each partition is and when that costs events. */
final class LagReport {

    private static final long EVERY_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(LagReport.class);

    private final Lanes lanes;
    private final WriterMetrics metrics;
    private final int loop;
    private final Duration lossWarning;
    private final Set<TopicPartition> endangered = new HashSet<>();
    private final Map<String, @Nullable Duration> retention = new HashMap<>();
    private final Hindrances hindrances = new Hindrances();
    private Map<TopicPartition, String> hindered = Map.of();
    private long reportedAt;

    /**
     * @param loop the loop's number in the process
     * @param lossWarning so long before retention takes a record that is not stored, people are warned
     * @param now from when on the loop ought to turn, by the wall clock
     */
    LagReport(Lanes lanes, WriterMetrics metrics, int loop, Duration lossWarning, long now) {
        this.lanes = lanes;
        this.metrics = metrics;
        this.loop = loop;
        this.lossWarning = lossWarning;
        metrics.polled(loop, now);
    }

    /** How long topics keep a record; null for ever. */
    void retention(Map<String, @Nullable Duration> byTopic) {
        retention.putAll(byTopic);
    }

    /** By the steady clock and by the wall clock, in milliseconds. */
    void report(long now, long wall) {
        metrics.polled(loop, wall);
        if (now - reportedAt >= EVERY_MILLIS) {
            reportedAt = now;
            hindered = hindrances.look(lanes, now, wall);
            lanes.forEach((partition, lane) -> report(partition, lane, wall));
        }
    }

    /** Partitions that have not got on for long and are not stopped, with the reason. */
    Map<TopicPartition, String> hindered() {
        return hindered;
    }

    /** The partitions are another's now. */
    void gone(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> metrics.gone(partition.topic(), partition.partition()));
        endangered.removeAll(partitions);
    }

    private void report(TopicPartition partition, Lane lane, long now) {
        metrics.assigned(
                partition.topic(),
                partition.partition(),
                lane.standing().phase() == Standing.Phase.STOPPED,
                hindered.containsKey(partition));
        OptionalLong behind = lane.progress().behind();
        // What an old end says to be missing is missing still; that nothing is, it does not say.
        if (behind.isEmpty() || (behind.getAsLong() == 0 && lane.progress().endIsOld(now))) {
            metrics.lagUnknown(partition.topic(), partition.partition());
            endangered.remove(partition);
            return;
        }
        metrics.lag(partition.topic(), partition.partition(), behind.getAsLong());
        OptionalLong oldest = behind.getAsLong() == 0 ? OptionalLong.of(now) : lane.oldestMillis();
        if (oldest.isEmpty()) {
            return; // the lag in seconds stays unknown: absent, not 0
        }
        Duration age = Duration.ofMillis(Math.max(0, now - oldest.getAsLong()));
        metrics.oldest(partition.topic(), partition.partition(), age);
        Duration kept = retention.get(partition.topic());
        if (behind.getAsLong() > 0 && kept != null) {
            loss(partition, kept, kept.minus(age), behind.getAsLong());
        } else {
            metrics.nothingToLose(partition.topic(), partition.partition());
            endangered.remove(partition);
        }
    }

    /** Warns once when it comes near; a topic that keeps records for a short time has half of that as its limit. */
    private void loss(TopicPartition partition, Duration kept, Duration left, long behind) {
        metrics.secondsToLoss(partition.topic(), partition.partition(), left);
        Duration half = kept.dividedBy(2);
        Duration limit = lossWarning.compareTo(half) < 0 ? lossWarning : half;
        if (left.compareTo(limit) >= 0) {
            endangered.remove(partition);
        } else if (endangered.add(partition)) {
            metrics.lossWarned();
            LOG.warn(
                    "{}: {} records are not stored, and retention may remove the first of them in {} s",
                    partition,
                    behind,
                    left.toSeconds());
        }
    }
}
