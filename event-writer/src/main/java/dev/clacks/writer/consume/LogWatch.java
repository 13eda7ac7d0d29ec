package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.EndSeen;
import dev.clacks.writer.progress.GroupLog;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks Kafka now and then where the logs end and which ids the topics have, without waiting for the answers: they come as
 * reports. Called by the loop's thread; answers come on Kafka's.
 */
final class LogWatch {

    private final GroupLog log;
    private final Collection<String> topics;
    private final Pace pace;
    private final InstantSource clock;
    private final Consumer<Report> reports;
    private long endsAskedAt;
    private long idsAskedAt;
    private volatile Instant answeredAt;

    LogWatch(GroupLog log, Collection<String> topics, Pace pace, InstantSource clock, Consumer<Report> reports) {
        this.log = log;
        this.topics = topics;
        this.pace = pace;
        this.clock = clock;
        this.reports = reports;
        this.answeredAt = Instant.EPOCH;
    }

    /** When Kafka last answered. */
    Instant answeredAt() {
        return answeredAt;
    }

    /** Asks what it is time to ask. */
    void ask(Lanes lanes, long now) {
        if (now - endsAskedAt >= pace.ends().toMillis() && !lanes.empty()) {
            endsAskedAt = now;
            Instant at = clock.instant();
            report(log.ends(lanes.partitions()), "log ends", ends -> ends(ends, at));
        }
        if (now - idsAskedAt >= pace.topicIds().toMillis()) {
            idsAskedAt = now;
            report(log.topicIds(topics), "topic ids", (Map<String, UUID> ids) -> new Report.TopicIds(ids));
        }
    }

    private <T> void report(KafkaFuture<T> answer, String question, java.util.function.Function<T, Report> report) {
        var _ = answer.whenComplete((value, failure) -> {
            if (failure == null) {
                answeredAt = clock.instant();
                reports.accept(report.apply(value));
            } else {
                reports.accept(new Report.NoAnswer(question + ": " + failure));
            }
        });
    }

    private static Report ends(Map<TopicPartition, Long> ends, Instant at) {
        var seen = new HashMap<TopicPartition, EndSeen>();
        ends.forEach((partition, end) -> seen.put(partition, new EndSeen(end, at)));
        return new Report.Ends(seen);
    }
}
