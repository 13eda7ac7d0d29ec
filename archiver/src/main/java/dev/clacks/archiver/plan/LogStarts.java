package dev.clacks.archiver.plan;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What Kafka still holds, as its brokers said: from topic id to partition to the first offset that is still there. A
 * topic id that is absent exists no more.
 */
public record LogStarts(Map<UUID, Map<Integer, Long>> starts) {

    public LogStarts {
        starts = Map.copyOf(starts);
    }

    /** Why rows of these origins may not leave PostgreSQL yet; empty when they have all left Kafka. */
    public Optional<String> obstacle(Iterable<Origin> origins) {
        for (Origin origin : origins) {
            Map<Integer, Long> topic = starts.get(origin.topicId());
            if (topic == null) {
                continue;
            }
            Long start = topic.get(origin.partition());
            if (start == null) {
                return Optional.of("Kafka did not say where partition %d of topic %s begins"
                        .formatted(origin.partition(), origin.topicId()));
            }
            if (origin.highestOffset() >= start) {
                return Optional.of("partition %d still holds offset %d (it begins at %d)"
                        .formatted(origin.partition(), origin.highestOffset(), start));
            }
        }
        return Optional.empty();
    }
}
