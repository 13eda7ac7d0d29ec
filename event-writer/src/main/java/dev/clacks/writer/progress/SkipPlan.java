package dev.clacks.writer.progress;

import dev.clacks.common.app.UserErrorException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What setting progress to an offset means, decided without I/O.
 *
 * @param partition the partition
 * @param topicId the topic's id now
 * @param from where progress stands; where reading would begin in a topic that nothing was read from yet
 * @param to where it will
 * @param leftOut records that are in the log and will not be stored
 * @param gone records that had left the log before they were stored
 * @param again records that will be read again, and found stored where they are
 * @param goneWithTopics at most so many records were lost with topics of this name that exist no more
 * @param committed what Kafka believes to be done; null where it was never told
 */
public record SkipPlan(
        TopicPartition partition,
        UUID topicId,
        long from,
        long to,
        long leftOut,
        long gone,
        long again,
        long goneWithTopics,
        @Nullable Long committed) {

    /**
     * The plan for these rows and this log.
     *
     * @throws UserErrorException when the log does not reach there
     */
    static SkipPlan of(TopicPartition partition, List<ProgressRow> rows, LogState log, long to) {
        if (to < log.begin() || to > log.end()) {
            throw new UserErrorException("to, %d, is outside of the log of %s, which goes from %d to %d"
                    .formatted(to, partition, log.begin(), log.end()));
        }
        Optional<ProgressRow> current =
                rows.stream().filter(row -> row.topicId().equals(log.topicId())).findFirst();
        long from = current.map(ProgressRow::nextOffset).orElse(log.begin());
        long goneWithTopics = rows.stream()
                .filter(row -> !row.topicId().equals(log.topicId()))
                .mapToLong(row -> row.endOffsetSeen() == null ? 0 : Math.max(0, row.endOffsetSeen() - row.nextOffset()))
                .sum();
        return new SkipPlan(
                partition,
                log.topicId(),
                from,
                to,
                Math.max(0, to - Math.max(from, log.begin())),
                Math.max(0, log.begin() - from),
                Math.max(0, Math.min(from, log.end()) - to),
                goneWithTopics,
                log.committed());
    }

    /**
     * From where on a committed offset below {@link #to} is only old; null where nothing is skipped. While Kafka has not
     * followed an earlier skip that holds for a plan that skips nothing more, too.
     */
    @Nullable
    Long notBelievedFrom() {
        if (committed != null && committed < to) {
            return Math.min(committed, from);
        }
        // A writer's first commit may be on its way: whatever it says is older than this.
        return to <= from ? null : committed == null ? (Long) 0L : (Long) from;
    }

    /** Whether Kafka still has to learn of it. */
    boolean kafkaIsBehind() {
        return committed != null && committed < to;
    }

    /** Its numbers by name, for the audit log and for programs. */
    public Map<String, Object> details() {
        var details = new LinkedHashMap<String, Object>();
        details.put("topic", partition.topic());
        details.put("topic_id", topicId);
        details.put("partition", partition.partition());
        details.put("from", from);
        details.put("to", to);
        details.put("left_out", leftOut);
        details.put("gone", gone);
        details.put("again", again);
        details.put("gone_with_topics", goneWithTopics);
        return details;
    }
}
