package dev.clacks.writer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;

/**
 * Kafka's client for administration where some partitions have no leader, as a cluster of two was seen to do it whose second broker
 * had been killed: they are described without one, and their offsets are not told before the question's time is out, a minute
 * where it has none of its own; those of the others are told at once. All else goes to a real one.
 */
final class LeaderlessAdmin {

    private static final int DEFAULT_MILLIS = 60_000;

    private final Set<TopicPartition> leaderless = ConcurrentHashMap.newKeySet();

    LeaderlessAdmin(Collection<TopicPartition> partitions) {
        leaderless.addAll(partitions);
    }

    /** They have a leader again. */
    void elect() {
        leaderless.clear();
    }

    /** Stands before the real one. */
    Admin before(Admin real) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (_, method, arguments) -> {
                    if (method.getName().equals("listOffsets")) {
                        @SuppressWarnings("unchecked")
                        var specs = (Map<TopicPartition, OffsetSpec>) arguments[0];
                        return listOffsets(
                                real,
                                specs,
                                arguments.length > 1 ? (ListOffsetsOptions) arguments[1] : new ListOffsetsOptions());
                    }
                    if (method.getName().equals("describeTopics") && arguments[0] instanceof Collection<?> names) {
                        return new Described(described(real.describeTopics(
                                names.stream().map(String::valueOf).toList())));
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static final class Described extends DescribeTopicsResult {
        Described(Map<String, KafkaFuture<TopicDescription>> topics) {
            super(null, topics);
        }
    }

    private Map<String, KafkaFuture<TopicDescription>> described(DescribeTopicsResult told) {
        var topics = new HashMap<String, KafkaFuture<TopicDescription>>();
        told.topicNameValues().forEach((name, topic) -> topics.put(name, topic.thenApply(this::withoutLeaders)));
        return topics;
    }

    private TopicDescription withoutLeaders(TopicDescription topic) {
        var partitions = topic.partitions().stream()
                .map(partition -> leaderless.contains(new TopicPartition(topic.name(), partition.partition()))
                        ? new TopicPartitionInfo(partition.partition(), null, partition.replicas(), List.of())
                        : partition)
                .toList();
        return new TopicDescription(
                topic.name(), topic.isInternal(), partitions, topic.authorizedOperations(), topic.topicId());
    }

    private ListOffsetsResult listOffsets(
            Admin real, Map<TopicPartition, OffsetSpec> specs, ListOffsetsOptions options) {
        var led = new HashMap<>(specs);
        led.keySet().removeAll(leaderless);
        var results = new HashMap<TopicPartition, KafkaFuture<ListOffsetsResultInfo>>();
        ListOffsetsResult told = real.listOffsets(led, options);
        led.keySet().forEach(partition -> results.put(partition, told.partitionResult(partition)));
        specs.keySet().stream()
                .filter(partition -> !led.containsKey(partition))
                .forEach(partition -> results.put(partition, timesOut(options)));
        return new ListOffsetsResult(results);
    }

    private static KafkaFuture<ListOffsetsResultInfo> timesOut(ListOffsetsOptions options) {
        var never = new KafkaFutureImpl<ListOffsetsResultInfo>();
        int millis = options.timeoutMs() == null ? DEFAULT_MILLIS : options.timeoutMs();
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
                .execute(() -> never.completeExceptionally(new TimeoutException("no leader, says a test")));
        return never;
    }
}
