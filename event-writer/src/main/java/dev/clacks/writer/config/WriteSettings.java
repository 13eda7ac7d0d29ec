package dev.clacks.writer.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * How events are gathered and stored.
 *
 * @param consumers consumers of this process, each with a thread for Kafka and one for PostgreSQL, default 1
 * @param chunkRows most rows of a transaction, default 500
 * @param chunkSize most heap of a transaction's rows, default 8 MiB
 * @param linger how long a row waits for company, default 250 ms
 * @param bufferSize most heap of rows that wait, per consumer, default 32 MiB
 * @param fetchSize most bytes of one answer of Kafka, default 4 MiB
 * @param firstBackoff first wait after a fault of the infrastructure, default 100 ms; it doubles
 * @param longestBackoff longest wait between attempts, default 5 s
 * @param revokeWithin how long giving a partition away waits for its transaction in flight, default 10 s
 * @param lossWarning a warning is logged when retention is to take a record that is not stored in less than this, default 1 d
 * @param failedCap how many failed events of an application and day are kept, default 10,000; more are counted only
 */
public record WriteSettings(
        @Min(1) @Max(64) int consumers,
        @Min(1) @Max(10_000) int chunkRows,
        @NotNull DataSize chunkSize,
        @NotNull Duration linger,
        @NotNull DataSize bufferSize,
        @NotNull DataSize fetchSize,
        @NotNull Duration firstBackoff,
        @NotNull Duration longestBackoff,
        @NotNull Duration revokeWithin,
        @NotNull Duration lossWarning,
        @Min(0) long failedCap) {

    private static final long LARGEST_RECORD = 1 << 21;

    /** What {@code kafka.properties} must leave to these settings, by Kafka's names. */
    static final Map<String, String> OWNED = Map.of(
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "set write.chunkRows",
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "set write.fetchSize",
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "set write.fetchSize");

    public WriteSettings {
        if (bufferSize.toBytes() < chunkSize.toBytes()) {
            throw new IllegalArgumentException("write.bufferSize must not be smaller than write.chunkSize");
        }
        if (fetchSize.toBytes() < LARGEST_RECORD) {
            throw new IllegalArgumentException("write.fetchSize must be at least 2 MiB: one batch can be that large");
        }
    }

    @JsonCreator
    static WriteSettings of(
            @JsonProperty("consumers") @Nullable Integer consumers,
            @JsonProperty("chunkRows") @Nullable Integer chunkRows,
            @JsonProperty("chunkSize") @Nullable DataSize chunkSize,
            @JsonProperty("linger") @Nullable Duration linger,
            @JsonProperty("bufferSize") @Nullable DataSize bufferSize,
            @JsonProperty("fetchSize") @Nullable DataSize fetchSize,
            @JsonProperty("firstBackoff") @Nullable Duration firstBackoff,
            @JsonProperty("longestBackoff") @Nullable Duration longestBackoff,
            @JsonProperty("revokeWithin") @Nullable Duration revokeWithin,
            @JsonProperty("lossWarning") @Nullable Duration lossWarning,
            @JsonProperty("failedCap") @Nullable Long failedCap) {
        return new WriteSettings(
                consumers == null ? 1 : consumers,
                chunkRows == null ? 500 : chunkRows,
                chunkSize == null ? DataSize.mebibytes(8) : chunkSize,
                linger == null ? Duration.milliseconds(250) : linger,
                bufferSize == null ? DataSize.mebibytes(32) : bufferSize,
                fetchSize == null ? DataSize.mebibytes(4) : fetchSize,
                firstBackoff == null ? Duration.milliseconds(100) : firstBackoff,
                longestBackoff == null ? Duration.seconds(5) : longestBackoff,
                revokeWithin == null ? Duration.seconds(10) : revokeWithin,
                lossWarning == null ? Duration.days(1) : lossWarning,
                failedCap == null ? 10_000L : failedCap);
    }

    /** The defaults. */
    public static WriteSettings defaults() {
        return of(null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The consumer's properties that follow from these. */
    public Map<String, Object> consumerProperties() {
        return Map.of(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                chunkRows,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                (int) fetchSize.toBytes(),
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                (int) Math.min(fetchSize.toBytes(), LARGEST_RECORD),
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                250);
    }
}
