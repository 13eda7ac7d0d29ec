package dev.clacks.archiver.plan;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What Kafka still holds, as its brokers said.
 *
 * @param eventsTopic the id of the topic that events go through now
 * @param starts from topic id to partition to the first offset that is still there; a topic that is absent exists no more
 */
public record LogStarts(UUID eventsTopic, Map<UUID, Map<Integer, Long>> starts) {

    public LogStarts {
        starts = Map.copyOf(starts);
    }

    /**
     * The first offset of a partition that Kafka still holds; empty when the topic exists no more.
     *
     * @throws LogStartSource.KafkaUnknownException when Kafka knows the topic and not the partition
     */
    public OptionalLong start(UUID topicId, int partition) {
        Map<Integer, Long> topic = starts.get(topicId);
        if (topic == null) {
            return OptionalLong.empty();
        }
        Long start = topic.get(partition);
        if (start == null) {
            throw new LogStartSource.KafkaUnknownException(
                    "Kafka did not say where partition %d of topic %s begins".formatted(partition, topicId));
        }
        return OptionalLong.of(start);
    }

    /** Why rows of these origins may not leave PostgreSQL yet; empty when they have all left Kafka. */
    public Optional<String> obstacle(Iterable<Origin> origins) {
        for (Origin origin : origins) {
            OptionalLong start = start(origin.topicId(), origin.partition());
            if (start.isPresent() && origin.highestOffset() >= start.getAsLong()) {
                return Optional.of("partition %d still holds offset %d (it begins at %d)"
                        .formatted(origin.partition(), origin.highestOffset(), start.getAsLong()));
            }
        }
        return Optional.empty();
    }
}
