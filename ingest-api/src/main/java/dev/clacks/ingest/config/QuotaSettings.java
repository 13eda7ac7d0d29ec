package dev.clacks.ingest.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Min;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Monthly quotas beyond those of the tiers: the YAML node {@code quotas}.
 *
 * @param stagingEventsPerMonth events of one staging application in a UTC month, whatever its tier, default 1,000
 * @param refreshInterval between two readings of what was used, default 5 s; longer where a reading takes more than a
 *     twentieth of it
 */
public record QuotaSettings(
        @Min(1) long stagingEventsPerMonth,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 30, unit = TimeUnit.SECONDS)
        Duration refreshInterval) {

    @JsonCreator
    static QuotaSettings of(
            @JsonProperty("stagingEventsPerMonth") @Nullable Long stagingEventsPerMonth,
            @JsonProperty("refreshInterval") @Nullable Duration refreshInterval) {
        return new QuotaSettings(
                stagingEventsPerMonth == null ? 1000 : stagingEventsPerMonth,
                refreshInterval == null ? Duration.seconds(5) : refreshInterval);
    }

    /** All defaults. */
    public static QuotaSettings defaults() {
        return of(null, null);
    }
}
