package dev.clacks.writer.progress;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where to read a partition from, decided without I/O (W6): the place is certain, or the partition is not read. */
public sealed interface StartDecision {

    /** After so many claims without progress the first records are taken one by one. */
    int SUSPICIOUS_CLAIMS = 3;

    /**
     * Read from here.
     *
     * @param offset where
     * @param leaderEpoch epoch of the record before, by which Kafka notices a truncated log; null where unknown
     * @param careful whether the first records are taken one by one
     */
    record Start(long offset, @Nullable Integer leaderEpoch, boolean careful) implements StartDecision {}

    /**
     * Do not read: records are gone.
     *
     * @param why what was lost and what an operator can do
     */
    record Lost(String why) implements StartDecision {}

    /**
     * Progress stands behind the log's end. The log was truncated where that is its end still; one that was asked for before
     * progress was read may just be old.
     *
     * @param next where progress stands
     * @param why what was lost then and what an operator can do
     */
    record Ahead(long next, String why) implements StartDecision {}

    /**
     * Decides by the lower of Kafka's committed offset and ours, so that an operator can rewind with Kafka's own tools.
     *
     * @param rows the partition's rows, for whatever topic id; none means the log's beginning
     */
    static StartDecision of(TopicPartition partition, List<ProgressRow> rows, LogState log) {
        Optional<ProgressRow> current =
                rows.stream().filter(row -> row.topicId().equals(log.topicId())).findFirst();
        if (current.isEmpty()) {
            return rows.isEmpty() ? new Start(log.begin(), null, false) : recreated(partition, rows, log);
        }
        ProgressRow row = current.get();
        long next = row.nextOffset();
        if (next < log.begin()) {
            return new Lost(
                    "the log begins at %d, progress stands at %d: %d records were removed before they were stored; %s"
                            .formatted(log.begin(), next, log.begin() - next, skip(partition, log.begin())));
        }
        if (next > log.end()) {
            return new Ahead(next, truncated(partition, next, log.end(), row.endOffsetSeen()));
        }
        boolean careful =
                row.inHandOffset() != null || (row.claimsWithoutProgress() >= SUSPICIOUS_CLAIMS && log.end() > next);
        Long committed = log.committed();
        if (committed != null && committed < next && !row.skippedOver(committed)) {
            // What lies before the log's beginning is stored already: progress stands behind it.
            boolean there = committed >= log.begin();
            return new Start(there ? committed : log.begin(), there ? log.committedEpoch() : null, careful);
        }
        return new Start(next, row.leaderEpoch(), careful);
    }

    /** What to say when a log ends before progress. */
    private static String truncated(TopicPartition partition, long next, long end, @Nullable Long endSeen) {
        return "the log ends at %d, progress stands at %d: it was truncated or made again%s; %s"
                .formatted(
                        end,
                        next,
                        endSeen == null || endSeen <= next
                                ? ", and nothing is known to have come after what is stored"
                                : ", and up to %d records before offset %d, the end last seen, were never stored"
                                        .formatted(endSeen - next, endSeen),
                        skip(partition, end));
    }

    private static StartDecision recreated(TopicPartition partition, List<ProgressRow> rows, LogState log) {
        var said = new StringBuilder("the topic was deleted and made again (its id is ")
                .append(log.topicId())
                .append(" now)");
        for (ProgressRow row : rows) {
            long seen = row.endOffsetSeen() == null ? row.nextOffset() : row.endOffsetSeen();
            said.append("; of topic %s, stored up to %d, the end last seen was %d: %s"
                    .formatted(
                            row.topicId(),
                            row.nextOffset(),
                            seen,
                            seen > row.nextOffset()
                                    ? "up to " + (seen - row.nextOffset()) + " records were lost"
                                    : "nothing is known to be lost"));
        }
        return new Lost(said.append("; ").append(skip(partition, log.begin())).toString());
    }

    /** What people can do once they know what is lost. */
    static String skip(TopicPartition partition, long to) {
        return "when that is understood, `event-writer progress skip --topic %s --partition %d --to %d --yes` goes on"
                .formatted(partition.topic(), partition.partition(), to);
    }
}
