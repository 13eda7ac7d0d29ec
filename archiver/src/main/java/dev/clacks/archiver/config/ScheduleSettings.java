package dev.clacks.archiver.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The YAML node {@code schedule}.
 *
 * @param every from the start of one run to the start of the next, default 1 h
 * @param upkeepEvery the same of upkeep, default 5 min
 * @param stalledAfter without a sign of progress for so long the process counts as dead, default 1 h: PostgreSQL may sort
 *     a large partition for a while before it returns the first row
 */
public record ScheduleSettings(
        @MinDuration(value = 1, unit = TimeUnit.SECONDS) Duration every,
        @MinDuration(value = 1, unit = TimeUnit.SECONDS) Duration upkeepEvery,
        @MinDuration(value = 1, unit = TimeUnit.MINUTES) Duration stalledAfter) {

    @JsonCreator
    static ScheduleSettings of(
            @JsonProperty("every") @Nullable Duration every,
            @JsonProperty("upkeepEvery") @Nullable Duration upkeepEvery,
            @JsonProperty("stalledAfter") @Nullable Duration stalledAfter) {
        return new ScheduleSettings(
                every == null ? Duration.hours(1) : every,
                upkeepEvery == null ? Duration.minutes(5) : upkeepEvery,
                stalledAfter == null ? Duration.hours(1) : stalledAfter);
    }

    static ScheduleSettings defaults() {
        return of(null, null, null);
    }
}
