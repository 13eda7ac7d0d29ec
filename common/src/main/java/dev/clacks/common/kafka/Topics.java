package dev.clacks.common.kafka;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * The topics that the services meet in.
 *
 * @param events accepted events, default {@value #EVENTS}
 * @param failed events that failed validation at the door, default {@value #FAILED}
 * @param partitions partitions of each when they are created, default 12
 * @param replicationFactor copies of each partition when they are created, default 1 (a single broker)
 * @param minInsyncReplicas copies that must hold a record before it is acknowledged, default 1
 */
public record Topics(
        @NotBlank String events,
        @NotBlank String failed,
        @Min(1) @Max(10_000) int partitions,
        @Min(1) @Max(100) short replicationFactor,
        @Min(1) @Max(100) int minInsyncReplicas) {

    public static final String EVENTS = "clacks.events";
    public static final String FAILED = "clacks.events.failed";

    public Topics {
        if (minInsyncReplicas > replicationFactor) {
            throw new IllegalArgumentException(
                    "kafka.topics.minInsyncReplicas (%d) must not exceed kafka.topics.replicationFactor (%d): no record could ever be acknowledged"
                            .formatted(minInsyncReplicas, replicationFactor));
        }
    }

    @com.fasterxml.jackson.annotation.JsonCreator
    static Topics of(
            @JsonProperty("events") @Nullable String events,
            @JsonProperty("failed") @Nullable String failed,
            @JsonProperty("partitions") @Nullable Integer partitions,
            @JsonProperty("replicationFactor") @Nullable Short replicationFactor,
            @JsonProperty("minInsyncReplicas") @Nullable Integer minInsyncReplicas) {
        return new Topics(
                events == null ? EVENTS : events,
                failed == null ? FAILED : failed,
                partitions == null ? 12 : partitions,
                replicationFactor == null ? 1 : replicationFactor,
                minInsyncReplicas == null ? 1 : minInsyncReplicas);
    }

    /** The default names and sizes. */
    public static Topics defaults() {
        return new Topics(EVENTS, FAILED, 12, (short) 1, 1);
    }
}
