package dev.clacks.writer.progress;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka about partitions, each for itself: one that has no leader keeps no other one waiting. Where a description says so, its
 * offsets are not asked for: Kafka's client would ask for them a thousand times a second until the question's time is out.
 * Thread-safe; nothing waits.
 */
final class LogQuestions {

    private static final int TIMEOUT_MILLIS = 10_000;
    /** Ends that came wait for those that do not: no longer than this. */
    private static final int ENDS_MILLIS = 3_000;

    private final Admin admin;
    private final String group;

    LogQuestions(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
    }

    /** Where each of these logs stands. */
    Map<TopicPartition, CompletionStage<LogState>> states(Collection<TopicPartition> partitions) {
        Map<String, List<TopicPartition>> byTopic =
                partitions.stream().collect(Collectors.groupingBy(TopicPartition::topic));
        var topics = admin.describeTopics(byTopic.keySet(), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
                .topicNameValues();
        var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(partitions);
        var committed = admin.listConsumerGroupOffsets(
                        Map.of(group, spec), new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MILLIS))
                .partitionsToOffsetAndMetadata(group)
                .toCompletionStage();
        var states = new HashMap<TopicPartition, CompletionStage<LogState>>();
        byTopic.forEach((name, ofTopic) -> {
            var told = requireNonNull(topics.get(name)).toCompletionStage().thenApply(topic -> told(topic, ofTopic));
            ofTopic.forEach(partition -> states.put(
                    partition,
                    told.thenCompose(topic -> topic.offsets(partition))
                            .thenCombine(committed, (offsets, all) -> offsets.with(all.get(partition)))));
        });
        return states;
    }

    private Told told(TopicDescription topic, List<TopicPartition> partitions) {
        Set<TopicPartition> leaderless = leaderless(topic);
        var led = partitions.stream()
                .filter(partition -> !leaderless.contains(partition))
                .toList();
        return new Told(
                topic,
                leaderless,
                offsets(led, OffsetSpec.earliest(), TIMEOUT_MILLIS),
                offsets(led, OffsetSpec.latest(), TIMEOUT_MILLIS));
    }

    /** What Kafka tells of a topic. */
    private record Told(
            TopicDescription topic, Set<TopicPartition> leaderless, ListOffsetsResult begins, ListOffsetsResult ends) {

        CompletionStage<Offsets> offsets(TopicPartition partition) {
            if (leaderless.contains(partition)) {
                return CompletableFuture.failedStage(new LeaderNotAvailableException("the partition has no leader"));
            }
            return begins.partitionResult(partition)
                    .toCompletionStage()
                    .thenCombine(
                            ends.partitionResult(partition).toCompletionStage(),
                            (begin, end) -> new Offsets(topic, begin.offset(), end.offset()));
        }
    }

    private record Offsets(TopicDescription topic, long begin, long end) {

        LogState with(@Nullable OffsetAndMetadata committed) {
            return new LogState(
                    GroupLog.id(topic.topicId()),
                    begin,
                    end,
                    committed == null ? null : (Long) committed.offset(),
                    committed == null ? null : committed.leaderEpoch().orElse(null));
        }
    }

    /** The end offsets that Kafka tells, without those that it does not; fails where it tells none. */
    CompletionStage<Map<TopicPartition, Long>> ends(Collection<TopicPartition> partitions) {
        ListOffsetsResult asked = offsets(partitions, OffsetSpec.latest(), ENDS_MILLIS);
        var told = new ConcurrentHashMap<TopicPartition, Long>();
        var all = partitions.stream()
                .map(partition -> asked.partitionResult(partition)
                        .toCompletionStage()
                        .thenAccept(end -> told.put(partition, end.offset()))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all)
                .handle((_, failure) -> told.isEmpty() ? failure : null)
                .thenCompose(failure -> failure == null
                        ? CompletableFuture.completedFuture(Map.copyOf(told))
                        : CompletableFuture.failedFuture(failure));
    }

    /** Offsets of partitions that are known to have leaders. */
    ListOffsetsResult offsets(Collection<TopicPartition> partitions, OffsetSpec which, int withinMillis) {
        Map<TopicPartition, OffsetSpec> specs = partitions.stream().collect(Collectors.toMap(p -> p, p -> which));
        return admin.listOffsets(specs, new ListOffsetsOptions().timeoutMs(withinMillis));
    }

    /** Partitions of a topic that have no leader. */
    static Set<TopicPartition> leaderless(TopicDescription topic) {
        var found = new HashSet<TopicPartition>();
        topic.partitions().forEach(partition -> {
            if (partition.leader() == null || partition.leader().isEmpty()) {
                found.add(new TopicPartition(topic.name(), partition.partition()));
            }
        });
        return found;
    }
}
