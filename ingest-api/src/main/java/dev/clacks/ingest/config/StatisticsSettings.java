package dev.clacks.ingest.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.DataSizeUnit;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDataSize;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What statistics may cost: the YAML node {@code statistics}.
 *
 * @param cacheFor how long an answer is given again, default 60 s; 0 reads the counts each time
 * @param cacheSize bytes of answers that are kept, default 16 MiB
 * @param queries how many are read from PostgreSQL at once, default 2; fewer than {@code database.connections}
 * @param queryTimeout how long PostgreSQL may take for one, default 3 s; then 503
 */
public record StatisticsSettings(
        @MinDuration(value = 0, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.HOURS)
        Duration cacheFor,

        @MinDataSize(value = 1, unit = DataSizeUnit.MEBIBYTES)
        DataSize cacheSize,

        @Min(1) @Max(99) int queries,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 7, unit = TimeUnit.SECONDS)
        Duration queryTimeout) {

    @JsonCreator
    static StatisticsSettings of(
            @JsonProperty("cacheFor") @Nullable Duration cacheFor,
            @JsonProperty("cacheSize") @Nullable DataSize cacheSize,
            @JsonProperty("queries") @Nullable Integer queries,
            @JsonProperty("queryTimeout") @Nullable Duration queryTimeout) {
        return new StatisticsSettings(
                cacheFor == null ? Duration.seconds(60) : cacheFor,
                cacheSize == null ? DataSize.mebibytes(16) : cacheSize,
                queries == null ? 2 : queries,
                queryTimeout == null ? Duration.seconds(3) : queryTimeout);
    }

    /** All defaults. */
    public static StatisticsSettings defaults() {
        return of(null, null, null, null);
    }
}
