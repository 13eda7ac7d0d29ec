package dev.clacks.common.kafka;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Kafka: the YAML node {@code kafka} of every service.
 *
 * @param bootstrapServers {@code host:port,...}, default {@code localhost:9092}
 * @param topics names and sizes of the topics
 * @param properties any Kafka client property, handed to every client as it is: TLS, SASL, timeouts. What Clacks'
 *     promise rests on (acks, idempotence, no auto-commit) cannot be changed here: {@link KafkaClients} sets it last.
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

    /** The same servers with other topics. */
    public KafkaSettings withTopics(Topics other) {
        return new KafkaSettings(bootstrapServers, other, properties);
    }
}
