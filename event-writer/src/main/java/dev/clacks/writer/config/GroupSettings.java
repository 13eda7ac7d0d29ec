package dev.clacks.writer.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.jspecify.annotations.Nullable;

/**
 * The consumer group.
 *
 * @param id its name, default {@code clacks-event-writer}
 * @param protocol {@code consumer} (KIP-848, the default: session and heartbeat are the brokers' settings) or
 *     {@code classic}, for managed brokers whose session timeout cannot be set
 * @param instanceId with {@code classic} only: a name that is this process's own and stays the same when it is started
 *     again, which then gets its partitions back without waiting for the session's end; empty (the default): none
 * @param sessionTimeout with {@code classic} only, default 6 s
 * @param heartbeatInterval with {@code classic} only, default 500 ms
 * @param maxPollInterval how long the loop may take for a turn, default 60 s; liveness is twice that
 */
public record GroupSettings(
        @NotBlank String id,
        @NotNull Protocol protocol,
        @NotNull String instanceId,
        @NotNull Duration sessionTimeout,
        @NotNull Duration heartbeatInterval,
        @NotNull Duration maxPollInterval) {

    /** How members and brokers agree. */
    public enum Protocol {
        CONSUMER,
        CLASSIC
    }

    /** What {@code kafka.properties} must leave to these settings, by Kafka's names. */
    static final Map<String, String> OWNED = Map.of(
            ConsumerConfig.GROUP_ID_CONFIG, "set group.id",
            ConsumerConfig.GROUP_PROTOCOL_CONFIG, "set group.protocol",
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "set group.instanceId",
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "set group.sessionTimeout",
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "set group.heartbeatInterval",
            ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "set group.maxPollInterval");

    public GroupSettings {
        if (protocol == Protocol.CONSUMER && !instanceId.isEmpty()) {
            throw new IllegalArgumentException(
                    "group.instanceId needs group.protocol: classic: with the consumer protocol a killed writer's name would lock out its successor");
        }
        if (heartbeatInterval.toMilliseconds() * 3 > sessionTimeout.toMilliseconds()) {
            throw new IllegalArgumentException(
                    "group.heartbeatInterval must be at most a third of group.sessionTimeout");
        }
    }

    @JsonCreator
    static GroupSettings of(
            @JsonProperty("id") @Nullable String id,
            @JsonProperty("protocol") @Nullable Protocol protocol,
            @JsonProperty("instanceId") @Nullable String instanceId,
            @JsonProperty("sessionTimeout") @Nullable Duration sessionTimeout,
            @JsonProperty("heartbeatInterval") @Nullable Duration heartbeatInterval,
            @JsonProperty("maxPollInterval") @Nullable Duration maxPollInterval) {
        return new GroupSettings(
                id == null ? "clacks-event-writer" : id,
                protocol == null ? Protocol.CONSUMER : protocol,
                instanceId == null ? "" : instanceId,
                sessionTimeout == null ? Duration.seconds(6) : sessionTimeout,
                heartbeatInterval == null ? Duration.milliseconds(500) : heartbeatInterval,
                maxPollInterval == null ? Duration.seconds(60) : maxPollInterval);
    }

    /** The defaults. */
    public static GroupSettings defaults() {
        return of(null, null, null, null, null, null);
    }

    /**
     * The consumer's properties. Partitions are shared out topic by topic: assignors that only balance how many each member
     * has give one member all of the events and the other all of the failed ones, which are few.
     *
     * @param number which consumer of the process it is: each has a name of its own
     */
    public Map<String, Object> properties(int number) {
        var properties = new HashMap<String, Object>();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, id);
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) maxPollInterval.toMilliseconds());
        switch (protocol) {
            case CONSUMER -> {
                properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
                properties.put(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG, "range");
            }
            case CLASSIC -> {
                properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
                properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) sessionTimeout.toMilliseconds());
                properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) heartbeatInterval.toMilliseconds());
                properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
                if (!instanceId.isEmpty()) {
                    properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId + "-" + number);
                }
            }
        }
        return properties;
    }
}
