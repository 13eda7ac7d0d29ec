package dev.clacks.ingest.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may send from a browser: the YAML node {@code cors}. Credentials of the browser are never asked for.
 *
 * @param allowedOrigins such as {@code https://app.example.com}, compared exactly, or {@code *} for all; default none: off
 * @param allowedHeaders what a page may send; default the protocol's headers
 * @param maxAge how long a browser may remember the permission, default 1 h
 */
public record CorsSettings(
        List<String> allowedOrigins,
        List<String> allowedHeaders,

        @MinDuration(value = 0, unit = TimeUnit.SECONDS) @MaxDuration(value = 1, unit = TimeUnit.DAYS)
        Duration maxAge) {

    /** Stands for all origins. */
    public static final String ANY = "*";

    private static final Pattern ORIGIN =
            Pattern.compile("https?://[A-Za-z0-9._-]+(:[0-9]{1,5})?|https?://\\[[0-9a-f:]+](:[0-9]{1,5})?");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]+");

    private static final List<String> PROTOCOL = List.of(
            "Authorization",
            "Content-Encoding",
            "Content-Type",
            "X-Batch-Size",
            "X-Clacks-Overhead",
            "X-Nonce",
            "X-Request-Id",
            "X-Schema-Version",
            "X-SDK-Version",
            "X-Signature",
            "X-Timestamp",
            "traceparent");

    public CorsSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedHeaders = List.copyOf(allowedHeaders);
        for (String origin : allowedOrigins) {
            if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(
                        "cors.allowedOrigins must be * or look like https://app.example.com, without a path: "
                                + origin);
            }
        }
        for (String header : allowedHeaders) {
            if (!HEADER.matcher(header).matches()) {
                throw new IllegalArgumentException("cors.allowedHeaders must be names of headers: " + header);
            }
        }
    }

    @JsonCreator
    static CorsSettings of(
            @JsonProperty("allowedOrigins") @Nullable List<String> allowedOrigins,
            @JsonProperty("allowedHeaders") @Nullable List<String> allowedHeaders,
            @JsonProperty("maxAge") @Nullable Duration maxAge) {
        return new CorsSettings(
                allowedOrigins == null ? List.of() : allowedOrigins,
                allowedHeaders == null ? PROTOCOL : allowedHeaders,
                maxAge == null ? Duration.hours(1) : maxAge);
    }

    /** All defaults: off. */
    public static CorsSettings defaults() {
        return of(null, null, null);
    }
}
