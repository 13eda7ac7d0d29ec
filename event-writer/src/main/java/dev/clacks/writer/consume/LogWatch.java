package dev.clacks.writer.consume;

import static java.util.Objects.requireNonNull;

import dev.clacks.writer.chunk.EndSeen;
import dev.clacks.writer.progress.GroupLog;
import dev.clacks.writer.progress.TopicSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks Kafka now and then where the logs end, what the topics look like and how long they keep a record, without waiting for
 * the answers: they come as reports. Called by the loop's thread; answers come on Kafka's.
 */
final class LogWatch {

    /** What Kafka did not answer is asked again no later than this. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final GroupLog log;
    private final Collection<String> topics;
    private final Clocks clocks;
    private final Consumer<Report> reports;
    private final Question ends;
    private final Question descriptions;
    private final Question retention;
    private volatile Instant answeredAt = Instant.EPOCH;
    private volatile String trouble = "";
    private volatile Set<TopicPartition> leaderless = Set.of();

    LogWatch(GroupLog log, Collection<String> topics, Pace pace, Clocks clocks, Consumer<Report> reports) {
        this.log = log;
        this.topics = topics;
        this.clocks = clocks;
        this.reports = reports;
        this.ends = new Question(pace.ends());
        this.descriptions = new Question(pace.topics());
        this.retention = new Question(pace.retention());
    }

    /** When Kafka last answered, by the steady clock. */
    Instant answeredAt() {
        return answeredAt;
    }

    /** What is wrong with the topics; empty while all is well. */
    String trouble() {
        return trouble;
    }

    /** Asks what it is time to ask. */
    void ask(Lanes lanes, long now) {
        Instant at = clocks.wall().instant();
        var partitions = lanes.partitions().stream()
                .filter(partition -> !leaderless.contains(partition))
                .toList();
        if (!partitions.isEmpty()) {
            ends.ask(now, () -> log.ends(partitions), found -> ends(found, at));
        }
        descriptions.ask(now, () -> log.describe(topics).toCompletionStage(), found -> topics(found, at));
        retention.ask(now, () -> log.retention(topics).toCompletionStage(), Report.Retention::new);
        askForClaims(lanes, now);
    }

    /** Each partition by itself: one that Kafka does not tell of keeps no other one waiting. */
    private void askForClaims(Lanes lanes, long now) {
        var asking = new HashMap<TopicPartition, Lane>();
        lanes.forEach((partition, lane) -> {
            if (lane.standing().wantsLog(now)) {
                lane.standing().logAsked();
                asking.put(partition, lane);
            }
        });
        if (asking.isEmpty()) {
            return;
        }
        var asked = log.ask(asking.keySet());
        asking.forEach((partition, lane) -> {
            var _ = requireNonNull(asked.get(partition)).whenComplete((state, failure) -> {
                if (failure == null) {
                    answeredAt = clocks.steady().instant();
                    reports.accept(new Report.LogStands(partition, lane, state));
                } else {
                    reports.accept(new Report.LogUnknown(partition, lane, GroupLog.untold(failure)));
                }
            });
        });
    }

    private static Report ends(Map<TopicPartition, Long> ends, Instant at) {
        var seen = new HashMap<TopicPartition, EndSeen>();
        ends.forEach((partition, end) -> seen.put(partition, new EndSeen(end, at)));
        return new Report.Ends(seen);
    }

    private Report topics(Map<String, TopicDescription> described, Instant at) {
        leaderless = GroupLog.leaderless(described.values());
        var seen = new HashMap<String, TopicSeen>();
        described.forEach((name, topic) -> seen.put(
                name,
                new TopicSeen(
                        name, GroupLog.id(topic.topicId()), topic.partitions().size(), at)));
        return new Report.Topics(seen);
    }

    /** Something that is asked again and again, once an answer is there and not before. */
    private final class Question {
        private final Duration every;
        private volatile long notBefore;
        private volatile boolean pending;

        Question(Duration every) {
            this.every = every;
        }

        <T> void ask(long now, Supplier<? extends CompletionStage<T>> question, Function<T, Report> report) {
            if (pending || now < notBefore) {
                return;
            }
            pending = true;
            notBefore = now + every.toMillis();
            var _ = question.get().whenComplete((answer, failure) -> {
                if (failure != null) {
                    notBefore = now + Math.min(every.toMillis(), RETRY.toMillis());
                }
                pending = false;
                if (failure == null) {
                    answeredAt = clocks.steady().instant();
                    trouble = this == descriptions ? "" : trouble;
                    reports.accept(report.apply(answer));
                } else if (noSuchTopic(failure)) {
                    answeredAt = clocks.steady().instant();
                    trouble = "one of the topics " + topics + " does not exist: run `ingest-api topics create`";
                }
            });
        }

        private static boolean noSuchTopic(Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return cause instanceof UnknownTopicOrPartitionException;
        }
    }
}
