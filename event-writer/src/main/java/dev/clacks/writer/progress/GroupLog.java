package dev.clacks.writer.progress;

import static java.util.Objects.requireNonNull;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
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

    private static final long TIMEOUT_SECONDS = 10;
    private static final int TIMEOUT_MILLIS = 10_000;
    /** Ends that came wait for those that do not, as of a partition without a leader: no longer than this. */
    private static final int ENDS_MILLIS = 3_000;

    private final Admin admin;
    private final String group;

    public GroupLog(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
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
     * Asks for the state of each of these partitions by itself: one that has no leader keeps no other one waiting, and fails
     * after a while. Does not wait.
     */
    public Map<TopicPartition, KafkaFuture<LogState>> ask(Collection<TopicPartition> partitions) {
        Set<String> names = partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        var topics = admin.describeTopics(names, new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
                .topicNameValues();
        var begins = offsets(partitions, OffsetSpec.earliest(), TIMEOUT_MILLIS);
        var ends = offsets(partitions, OffsetSpec.latest(), TIMEOUT_MILLIS);
        var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(partitions);
        var committed = admin.listConsumerGroupOffsets(
                        Map.of(group, spec), new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MILLIS))
                .partitionsToOffsetAndMetadata(group);
        var states = new HashMap<TopicPartition, KafkaFuture<LogState>>();
        for (TopicPartition partition : partitions) {
            var topic = requireNonNull(topics.get(partition.topic()));
            var begin = begins.partitionResult(partition);
            var end = ends.partitionResult(partition);
            states.put(
                    partition,
                    KafkaFuture.allOf(topic, begin, end, committed)
                            .thenApply(_ -> state(
                                    answer(topic),
                                    answer(begin),
                                    answer(end),
                                    answer(committed).get(partition))));
        }
        return states;
    }

    private static LogState state(
            TopicDescription topic,
            ListOffsetsResultInfo begin,
            ListOffsetsResultInfo end,
            @Nullable OffsetAndMetadata committed) {
        return new LogState(
                id(topic.topicId()),
                begin.offset(),
                end.offset(),
                committed == null ? null : (Long) committed.offset(),
                committed == null ? null : committed.leaderEpoch().orElse(null));
    }

    /** What a future that is done holds. */
    private static <T> T answer(KafkaFuture<T> done) {
        return done.toCompletionStage().toCompletableFuture().join();
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
    SequencedMap<TopicPartition, UUID> topicIds(Collection<String> topics)
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
        return offsets(partitions, OffsetSpec.forTimestamp(time.toEpochMilli()), TIMEOUT_MILLIS)
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
        ListOffsetsResult asked = offsets(partitions, OffsetSpec.latest(), ENDS_MILLIS);
        var told = new ConcurrentHashMap<TopicPartition, Long>();
        var all = partitions.stream()
                .map(partition -> asked.partitionResult(partition)
                        .toCompletionStage()
                        .thenAccept(end -> told.put(partition, end.offset()))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all).handle((_, failure) -> {
            if (failure != null && told.isEmpty()) {
                throw new CompletionException(failure.getCause());
            }
            return Map.copyOf(told);
        });
    }

    private ListOffsetsResult offsets(Collection<TopicPartition> partitions, OffsetSpec which, int withinMillis) {
        Map<TopicPartition, OffsetSpec> specs = partitions.stream().collect(Collectors.toMap(p -> p, p -> which));
        return admin.listOffsets(specs, new ListOffsetsOptions().timeoutMs(withinMillis));
    }

    /** Waits for an answer of Kafka's. */
    public static <T> T await(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** What to say of a partition that Kafka does not tell the state of. */
    public static String untold(Throwable failure) {
        boolean wrapped = failure instanceof ExecutionException || failure instanceof CompletionException;
        return "Kafka did not tell where its log stands; has it a leader? "
                + (wrapped && failure.getCause() != null ? failure.getCause() : failure);
    }

    /** Kafka's id as Java's. */
    public static UUID id(Uuid id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
