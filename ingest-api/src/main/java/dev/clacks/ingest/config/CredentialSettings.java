package dev.clacks.ingest.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How credentials are kept in memory: the YAML node {@code credentials}.
 *
 * @param pollInterval between two looks at the database, default 5 s; a revoked key dies within it
 * @param unknownRefresh shortest time between two looks that unknown callers cause, default 2 s
 * @param hardAge how long credentials serve while PostgreSQL is away, default 1 h; then 503
 * @param lastUseInterval between two writings of when tokens and secrets were last used, default 60 s
 */
public record CredentialSettings(
        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 8, unit = TimeUnit.SECONDS)
        Duration pollInterval,

        @MinDuration(value = 0, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 2, unit = TimeUnit.SECONDS)
        Duration unknownRefresh,

        @MinDuration(value = 10, unit = TimeUnit.SECONDS) @MaxDuration(value = 7, unit = TimeUnit.DAYS)
        Duration hardAge,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.DAYS)
        Duration lastUseInterval) {

    @JsonCreator
    static CredentialSettings of(
            @JsonProperty("pollInterval") @Nullable Duration pollInterval,
            @JsonProperty("unknownRefresh") @Nullable Duration unknownRefresh,
            @JsonProperty("hardAge") @Nullable Duration hardAge,
            @JsonProperty("lastUseInterval") @Nullable Duration lastUseInterval) {
        return new CredentialSettings(
                pollInterval == null ? Duration.seconds(5) : pollInterval,
                unknownRefresh == null ? Duration.seconds(2) : unknownRefresh,
                hardAge == null ? Duration.hours(1) : hardAge,
                lastUseInterval == null ? Duration.seconds(60) : lastUseInterval);
    }

    /** All defaults. */
    public static CredentialSettings defaults() {
        return of(null, null, null, null);
    }
}
