package dev.clacks.writer.progress;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
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

    private final Admin admin;
    private final String group;

    public GroupLog(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
    }

    /** The state of each of these partitions. */
    public Map<TopicPartition, LogState> states(Collection<TopicPartition> partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        Set<String> names = partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        var described = describe(names);
        var begins = ends(partitions, OffsetSpec.earliest());
        var ends = ends(partitions, OffsetSpec.latest());
        var spec = new ListConsumerGroupOffsetsSpec().topicPartitions(partitions);
        var committed = admin.listConsumerGroupOffsets(Map.of(group, spec)).partitionsToOffsetAndMetadata(group);
        var states = new HashMap<TopicPartition, LogState>();
        Map<String, TopicDescription> topics = await(described);
        Map<TopicPartition, Long> first = await(begins);
        Map<TopicPartition, Long> last = await(ends);
        Map<TopicPartition, @Nullable OffsetAndMetadata> offsets = await(committed);
        for (TopicPartition partition : partitions) {
            @Nullable OffsetAndMetadata offset = offsets.get(partition);
            states.put(
                    partition,
                    new LogState(
                            id(requireNonNull(topics.get(partition.topic())).topicId()),
                            requireNonNull(first.get(partition)),
                            requireNonNull(last.get(partition)),
                            offset == null ? null : (Long) offset.offset(),
                            offset == null ? null : offset.leaderEpoch().orElse(null)));
        }
        return states;
    }

    /** What topics look like, by name; does not wait. */
    public KafkaFuture<Map<String, TopicDescription>> describe(Collection<String> names) {
        return admin.describeTopics(names).allTopicNames();
    }

    /** All partitions of these topics, in their order. */
    public List<TopicPartition> partitions(Collection<String> topics)
            throws ExecutionException, TimeoutException, InterruptedException {
        return await(describe(topics)).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
                .toList();
    }

    /** The first offset whose record was received at that time or later, -1 where there is none; does not wait. */
    public KafkaFuture<Map<TopicPartition, Long>> offsetsAt(Collection<TopicPartition> partitions, Instant time) {
        return ends(partitions, OffsetSpec.forTimestamp(time.toEpochMilli()));
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

    /** End offsets; does not wait. */
    public KafkaFuture<Map<TopicPartition, Long>> ends(Collection<TopicPartition> partitions) {
        return ends(partitions, OffsetSpec.latest());
    }

    private KafkaFuture<Map<TopicPartition, Long>> ends(Collection<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> specs = partitions.stream().collect(Collectors.toMap(p -> p, p -> which));
        return admin.listOffsets(specs)
                .all()
                .thenApply(found -> found.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, offset -> offset.getValue().offset())));
    }

    /** Waits for an answer of Kafka's. */
    public static <T> T await(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Kafka's id as Java's. */
    public static UUID id(Uuid id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
