package dev.clacks.writer.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;

/** Asks Kafka about logs and the group's offsets. Thread-safe. */
public final class GroupLog {

    private static final int TIMEOUT_SECONDS = 10;

    private final Admin admin;
    private final String group;
    private final LogQuestions questions;

    public GroupLog(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
        this.questions = new LogQuestions(admin, group);
    }

    /** The state of each of these partitions; fails where Kafka does not tell that of one. */
    public Map<TopicPartition, LogState> states(Collection<TopicPartition> partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        var states = new HashMap<TopicPartition, LogState>();
        for (var asked : ask(partitions).entrySet()) {
            states.put(asked.getKey(), await(asked.getValue()));
        }
        return states;
    }

    /**
     * Asks for the state of each of these partitions by itself: one that has no leader keeps no other one waiting, and fails.
     * Does not wait.
     */
    public Map<TopicPartition, CompletionStage<LogState>> ask(Collection<TopicPartition> partitions) {
        return questions.states(partitions);
    }

    /** What topics look like, by name; does not wait. */
    public KafkaFuture<Map<String, TopicDescription>> describe(Collection<String> names) {
        return admin.describeTopics(names).allTopicNames();
    }

    /** All partitions of these topics, in their order. */
    public List<TopicPartition> partitions(Collection<String> topics)
            throws ExecutionException, TimeoutException, InterruptedException {
        return List.copyOf(topicIds(topics).keySet());
    }

    /** All partitions of these topics, in their order, with the ids of their topics. */
    public SequencedMap<TopicPartition, UUID> topicIds(Collection<String> topics)
            throws ExecutionException, TimeoutException, InterruptedException {
        var ids = new TreeMap<TopicPartition, UUID>(
                Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        await(describe(topics))
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition ->
                                ids.put(new TopicPartition(name, partition.partition()), id(topic.topicId()))));
        return ids;
    }

    /** The first offset whose record was received at that time or later, -1 where there is none; does not wait. */
    public KafkaFuture<Map<TopicPartition, Long>> offsetsAt(Collection<TopicPartition> partitions, Instant time) {
        return questions
                .offsets(partitions, OffsetSpec.forTimestamp(time.toEpochMilli()), TIMEOUT_SECONDS * 1_000)
                .all()
                .thenApply(found -> found.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, offset -> offset.getValue().offset())));
    }

    /** Moves the group's committed offset; false where members are at work, who do so themselves. */
    public boolean moveCommitted(TopicPartition partition, long to)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            await(admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(to)))
                    .all());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownMemberIdException || e.getCause() instanceof GroupNotEmptyException) {
                return false;
            }
            throw e;
        }
    }

    /** How long topics keep a record, by name; null where they keep it for ever; does not wait. */
    public KafkaFuture<Map<String, @Nullable Duration>> retention(Collection<String> names) {
        var resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        return admin.describeConfigs(resources).all().thenApply(found -> {
            var retention = new HashMap<String, @Nullable Duration>();
            found.forEach((topic, config) -> {
                ConfigEntry entry = config.get(TopicConfig.RETENTION_MS_CONFIG);
                long millis = entry == null ? -1 : Long.parseLong(entry.value());
                retention.put(topic.name(), millis < 0 ? null : Duration.ofMillis(millis));
            });
            return retention;
        });
    }

    /** The end offsets that Kafka tells, without those that it does not; fails where it tells none. Does not wait. */
    public CompletionStage<Map<TopicPartition, Long>> ends(Collection<TopicPartition> partitions) {
        return questions.ends(partitions);
    }

    /** Partitions of these topics that have no leader. */
    public static Set<TopicPartition> leaderless(Collection<TopicDescription> topics) {
        return topics.stream()
                .flatMap(topic -> LogQuestions.leaderless(topic).stream())
                .collect(Collectors.toSet());
    }

    /** Waits for an answer of Kafka's. */
    public static <T> T await(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** The same for an answer that others have been asked for beside it. */
    static <T> T await(CompletionStage<T> stage) throws ExecutionException, TimeoutException, InterruptedException {
        return stage.toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** What to say of a partition that Kafka does not tell the state of. */
    public static String untold(Throwable failure) {
        boolean wrapped = failure instanceof ExecutionException || failure instanceof CompletionException;
        return "Kafka does not tell where its log stands: "
                + (wrapped && failure.getCause() != null ? failure.getCause() : failure);
    }

    /** Kafka's id as Java's. */
    public static UUID id(Uuid id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
