package dev.clacks.archiver.run;

import dev.clacks.archiver.plan.LogStartSource;
import dev.clacks.archiver.plan.LogStarts;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks the brokers. A topic id they do not know counts as gone only while they do know the events topic: else this is
 * another cluster than the one that the rows came from, or one that was set up anew, and nothing it says counts.
 */
public final class KafkaLogStarts implements LogStartSource {

    private static final long TIMEOUT_SECONDS = 30;

    private final Admin admin;
    private final String eventsTopic;

    public KafkaLogStarts(Admin admin, String eventsTopic) {
        this.admin = admin;
        this.eventsTopic = eventsTopic;
    }

    @Override
    public LogStarts of(Set<UUID> topicIds) throws InterruptedException {
        try {
            UUID current = eventsTopicId();
            var starts = new HashMap<UUID, Map<Integer, Long>>();
            for (UUID id : topicIds) {
                Map<Integer, Long> topic = starts(id);
                if (!topic.isEmpty()) {
                    starts.put(id, topic);
                }
            }
            return new LogStarts(current, starts);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new KafkaUnknownException(
                        "Kafka has no topic %s: is kafka.bootstrapServers the cluster that the events came through?"
                                .formatted(eventsTopic),
                        e);
            }
            throw new KafkaUnknownException("Kafka could not say where its logs begin: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new KafkaUnknownException("Kafka did not answer within " + TIMEOUT_SECONDS + " s", e);
        }
    }

    private UUID eventsTopicId() throws InterruptedException, ExecutionException, TimeoutException {
        TopicDescription topic = answer(
                        admin.describeTopics(Set.of(eventsTopic)).allTopicNames())
                .get(eventsTopic);
        if (topic == null) {
            throw new KafkaUnknownException("Kafka said nothing of topic " + eventsTopic);
        }
        return new UUID(
                topic.topicId().getMostSignificantBits(), topic.topicId().getLeastSignificantBits());
    }

    /** Empty when there is no such topic. */
    private Map<Integer, Long> starts(UUID id) throws InterruptedException, ExecutionException, TimeoutException {
        var uuid = new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
        TopicDescription topic;
        try {
            topic = answer(admin.describeTopics(TopicCollection.ofTopicIds(Set.of(uuid)))
                            .allTopicIds())
                    .get(uuid);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicIdException) {
                return Map.of();
            }
            throw e;
        }
        if (topic == null) {
            throw new KafkaUnknownException("Kafka said nothing of topic " + id);
        }
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        topic.partitions()
                .forEach(partition ->
                        wanted.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.earliest()));
        var starts = new HashMap<Integer, Long>();
        answer(admin.listOffsets(wanted).all())
                .forEach((partition, result) -> starts.put(partition.partition(), result.offset()));
        return starts;
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
}
