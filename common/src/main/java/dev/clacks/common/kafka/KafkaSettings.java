package dev.clacks.common.kafka;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Kafka: the YAML node {@code kafka} of every service.
 *
 * @param bootstrapServers {@code host:port,...}, default {@code localhost:9092}
 * @param topics names and sizes of the topics
 * @param properties any Kafka client property, handed to every client as it is: TLS, SASL, timeouts. What Clacks'
 *     promise rests on (acks, idempotence, no auto-commit) cannot be changed here: {@link KafkaClients} sets it last. What a
 *     service has a setting for is refused: {@link #requireNone}
 */
public record KafkaSettings(
        @NotBlank String bootstrapServers, @Valid Topics topics, Map<String, String> properties) {

    public KafkaSettings {
        properties = Map.copyOf(properties);
    }

    @JsonCreator
    static KafkaSettings of(
            @JsonProperty("bootstrapServers") @Nullable String bootstrapServers,
            @JsonProperty("topics") @Nullable Topics topics,
            @JsonProperty("properties") @Nullable Map<String, String> properties) {
        return new KafkaSettings(
                bootstrapServers == null ? "localhost:9092" : bootstrapServers,
                topics == null ? Topics.defaults() : topics,
                properties == null ? Map.of() : properties);
    }

    /** Default topics on the given servers. */
    public static KafkaSettings at(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, Topics.defaults(), Map.of());
    }

    /**
     * Refuses properties that a service decides itself: given here they would win over its settings and escape their checks.
     *
     * @param owned Kafka's name of each, and what to set instead or why it cannot be set
     */
    public void requireNone(Map<String, String> owned) {
        String refused = properties.keySet().stream()
                .filter(owned::containsKey)
                .sorted()
                .map(name -> name + " (" + owned.get(name) + ")")
                .collect(Collectors.joining(", "));
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException("kafka.properties must not have " + refused);
        }
    }

    /** The same servers with other topics. */
    public KafkaSettings withTopics(Topics other) {
        return new KafkaSettings(bootstrapServers, other, properties);
    }
}
