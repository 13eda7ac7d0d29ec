package dev.clacks.archiver.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * The YAML node {@code s3}.
 *
 * @param endpoint {@code http(s)://host:port} of an S3-compatible server; empty for Amazon's own
 * @param bucket must exist, default {@code clacks-archive}
 * @param region default {@code us-east-1}
 * @param accessKeyId empty, as {@code secretAccessKey}: the SDK's usual chain of sources (environment, profile, role)
 * @param secretAccessKey see {@code accessKeyId}
 * @param pathStyle {@code endpoint/bucket/key} instead of {@code bucket.endpoint/key}; default: true where an endpoint is
 *     named, since few such servers have a name for each bucket
 * @param checksums whether to send and check the SDK's own checksums with every request; default false, since several
 *     compatible servers refuse them, and every object is read back and compared anyway
 * @param connectTimeout default 5 s
 * @param readTimeout longest silence of the server, default 60 s
 * @param attemptTimeout for one attempt at a request, an object's whole upload included, default 10 min
 * @param attempts how often a request is tried before it counts as failed, default 4
 */
public record S3Settings(
        String endpoint,
        @NotBlank String bucket,
        @NotBlank String region,
        String accessKeyId,
        String secretAccessKey,
        boolean pathStyle,
        boolean checksums,
        Duration connectTimeout,
        Duration readTimeout,
        Duration attemptTimeout,
        @Min(1) @Max(20) int attempts) {

    public S3Settings {
        if (!endpoint.isEmpty() && !endpoint.startsWith("http://") && !endpoint.startsWith("https://")) {
            throw new IllegalArgumentException("s3.endpoint must begin with http:// or https://, not " + endpoint);
        }
        if (accessKeyId.isEmpty() != secretAccessKey.isEmpty()) {
            throw new IllegalArgumentException("s3.accessKeyId and s3.secretAccessKey are set together or not at all");
        }
    }

    @JsonCreator
    static S3Settings of(
            @JsonProperty("endpoint") @Nullable String endpoint,
            @JsonProperty("bucket") @Nullable String bucket,
            @JsonProperty("region") @Nullable String region,
            @JsonProperty("accessKeyId") @Nullable String accessKeyId,
            @JsonProperty("secretAccessKey") @Nullable String secretAccessKey,
            @JsonProperty("pathStyle") @Nullable Boolean pathStyle,
            @JsonProperty("checksums") @Nullable Boolean checksums,
            @JsonProperty("connectTimeout") @Nullable Duration connectTimeout,
            @JsonProperty("readTimeout") @Nullable Duration readTimeout,
            @JsonProperty("attemptTimeout") @Nullable Duration attemptTimeout,
            @JsonProperty("attempts") @Nullable Integer attempts) {
        String server = endpoint == null ? "" : endpoint.strip();
        return new S3Settings(
                server,
                bucket == null ? "clacks-archive" : bucket,
                region == null ? "us-east-1" : region,
                accessKeyId == null ? "" : accessKeyId,
                secretAccessKey == null ? "" : secretAccessKey,
                pathStyle == null ? !server.isEmpty() : pathStyle,
                checksums != null && checksums,
                connectTimeout == null ? Duration.seconds(5) : connectTimeout,
                readTimeout == null ? Duration.seconds(60) : readTimeout,
                attemptTimeout == null ? Duration.minutes(10) : attemptTimeout,
                attempts == null ? 4 : attempts);
    }

    /** All defaults: Amazon's S3. */
    static S3Settings defaults() {
        return of(null, null, null, null, null, null, null, null, null, null, null);
    }

    /** A compatible server with the other settings as by default. */
    public static S3Settings at(String endpoint, String bucket, String accessKeyId, String secretAccessKey) {
        return of(endpoint, bucket, null, accessKeyId, secretAccessKey, null, null, null, null, null, null);
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "S3Settings[endpoint=%s, bucket=%s, region=%s]".formatted(endpoint, bucket, region);
    }
}
