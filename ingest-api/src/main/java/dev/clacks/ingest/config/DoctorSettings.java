package dev.clacks.ingest.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * How much the signature doctor may take: the YAML node {@code doctor}. The rates are of this replica.
 *
 * @param requestsPerMinute how often an application, and how often the administrator, may ask in a minute, default 30
 * @param addressRequestsPerMinute how often an address may ask, for whatever application, default 60
 * @param concurrency how many requests are examined at once, default 2; more are answered 503
 */
public record DoctorSettings(
        @Min(1) @Max(100_000) int requestsPerMinute,
        @Min(1) @Max(100_000) int addressRequestsPerMinute,
        @Min(1) @Max(64) int concurrency) {

    @JsonCreator
    static DoctorSettings of(
            @JsonProperty("requestsPerMinute") @Nullable Integer requestsPerMinute,
            @JsonProperty("addressRequestsPerMinute") @Nullable Integer addressRequestsPerMinute,
            @JsonProperty("concurrency") @Nullable Integer concurrency) {
        return new DoctorSettings(
                requestsPerMinute == null ? 30 : requestsPerMinute,
                addressRequestsPerMinute == null ? 60 : addressRequestsPerMinute,
                concurrency == null ? 2 : concurrency);
    }

    /** All defaults. */
    public static DoctorSettings defaults() {
        return of(null, null, null);
    }
}
