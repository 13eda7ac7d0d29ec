package dev.clacks.ingest.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.DataSizeUnit;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDataSize;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDataSize;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one request and all together may take: the YAML node {@code limits}.
 *
 * @param body most bytes of a body, before and after inflating, default 10 MiB
 * @param events most events of a batch, default 1000
 * @param bodyTimeout how long a body may take to arrive, default 18 s (the SDK gives up after 30)
 * @param answerTimeout how long after its last byte the answer comes, whatever fails, default and at most 10 s: the promise says
 *     so (D6), and {@code complete_through} counts on it
 * @param headerTimeout how long the headers of a request may take to arrive, default 10 s
 * @param inflightRequests most requests under way, default 4096; more are answered 503
 * @param inflightBytes most bytes of bodies and of unread answers in memory, default 64 MiB; more are answered 503
 * @param nonces most nonces remembered, default 2,000,000 (48 MB when all are in use); more are answered 503
 */
public record LimitSettings(
        @MinDataSize(value = 1, unit = DataSizeUnit.KIBIBYTES) @MaxDataSize(value = 64, unit = DataSizeUnit.MEBIBYTES)
        DataSize body,

        @Min(1) @Max(100_000) int events,

        @MinDuration(value = 1, unit = TimeUnit.SECONDS) @MaxDuration(value = 5, unit = TimeUnit.MINUTES)
        Duration bodyTimeout,

        @MinDuration(value = 1, unit = TimeUnit.SECONDS) @MaxDuration(value = 10, unit = TimeUnit.SECONDS)
        Duration answerTimeout,

        @MinDuration(value = 1, unit = TimeUnit.SECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration headerTimeout,

        @Min(1) @Max(1_000_000) int inflightRequests,

        @MinDataSize(value = 1, unit = DataSizeUnit.MEBIBYTES)
        DataSize inflightBytes,

        @Min(1000) @Max(100_000_000) int nonces) {

    public LimitSettings {
        if (inflightBytes.toBytes() < body.toBytes() * 4) {
            throw new IllegalArgumentException(
                    "limits.inflightBytes must be at least four times limits.body, or no large batch could ever pass");
        }
    }

    @JsonCreator
    static LimitSettings of(
            @JsonProperty("body") @Nullable DataSize body,
            @JsonProperty("events") @Nullable Integer events,
            @JsonProperty("bodyTimeout") @Nullable Duration bodyTimeout,
            @JsonProperty("answerTimeout") @Nullable Duration answerTimeout,
            @JsonProperty("headerTimeout") @Nullable Duration headerTimeout,
            @JsonProperty("inflightRequests") @Nullable Integer inflightRequests,
            @JsonProperty("inflightBytes") @Nullable DataSize inflightBytes,
            @JsonProperty("nonces") @Nullable Integer nonces) {
        return new LimitSettings(
                body == null ? DataSize.mebibytes(10) : body,
                events == null ? 1000 : events,
                bodyTimeout == null ? Duration.seconds(18) : bodyTimeout,
                answerTimeout == null ? Duration.seconds(10) : answerTimeout,
                headerTimeout == null ? Duration.seconds(10) : headerTimeout,
                inflightRequests == null ? 4096 : inflightRequests,
                inflightBytes == null ? DataSize.mebibytes(64) : inflightBytes,
                nonces == null ? 2_000_000 : nonces);
    }

    /** All defaults. */
    public static LimitSettings defaults() {
        return of(null, null, null, null, null, null, null, null);
    }

    /** Most time that a request takes from its headers to its answer. */
    public java.time.Duration longestRequest() {
        return bodyTimeout.toJavaDuration().plus(answerTimeout.toJavaDuration());
    }

    /** {@link #body} in bytes. */
    public int bodyBytes() {
        return (int) body.toBytes();
    }
}
