package dev.clacks.archiver.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * The YAML node {@code upkeep}.
 *
 * @param daysAhead for how many days after today partitions are made in advance, default 3
 * @param failedDays how long failed events are kept, in days, default 90
 */
public record UpkeepSettings(
        @Min(1) @Max(366) int daysAhead, @Min(1) int failedDays) {

    @JsonCreator
    static UpkeepSettings of(
            @JsonProperty("daysAhead") @Nullable Integer daysAhead,
            @JsonProperty("failedDays") @Nullable Integer failedDays) {
        return new UpkeepSettings(daysAhead == null ? 3 : daysAhead, failedDays == null ? 90 : failedDays);
    }

    public static UpkeepSettings defaults() {
        return of(null, null);
    }
}
