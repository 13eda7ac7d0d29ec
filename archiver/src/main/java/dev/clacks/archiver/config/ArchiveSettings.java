package dev.clacks.archiver.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clacks.archiver.format.ArchiveFormat;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * The YAML node {@code archive}.
 *
 * @param format {@code parquet} (default) or {@code csv.gz}
 * @param waitForKafka whether a row stays in PostgreSQL until it has left Kafka, so that no replay can bring it back;
 *     default true. Off only where nobody replays, such as in a demonstration
 * @param afterDays archives leaves of every class once they are that many days old, instead of after the class's own
 *     days; default: the class's
 * @param objectRows an object is closed at that many rows, default 5 million
 * @param objectSize an object is closed at about that size, default 256 MiB; the disk needs room for one object
 * @param rowGroupSize what a Parquet row group may hold in memory before it is written, default 16 MiB
 * @param fetchRows rows fetched from PostgreSQL at a time, default 500
 * @param lockTimeout how long a detach may wait for readers of the partition before it is left for the next run,
 *     default 30 s
 * @param directory where an object lies while it is written or read; default the system's folder for temporary files
 */
public record ArchiveSettings(
        ArchiveFormat format,
        boolean waitForKafka,
        @Min(0) @Nullable Integer afterDays,
        @Min(1) long objectRows,
        DataSize objectSize,
        DataSize rowGroupSize,
        @Min(1) int fetchRows,
        Duration lockTimeout,
        String directory) {

    public ArchiveSettings {
        if (rowGroupSize.toBytes() < 1 || objectSize.toBytes() < rowGroupSize.toBytes()) {
            throw new IllegalArgumentException(
                    "archive.objectSize (%s) must not be less than archive.rowGroupSize (%s), and both more than nothing"
                            .formatted(objectSize, rowGroupSize));
        }
        if (objectSize.toBytes() > 5L * 1024 * 1024 * 1024) {
            throw new IllegalArgumentException(
                    "archive.objectSize (%s) must not exceed 5 GiB: an object is sent in one request"
                            .formatted(objectSize));
        }
    }

    @JsonCreator
    static ArchiveSettings of(
            @JsonProperty("format") @Nullable ArchiveFormat format,
            @JsonProperty("waitForKafka") @Nullable Boolean waitForKafka,
            @JsonProperty("afterDays") @Nullable Integer afterDays,
            @JsonProperty("objectRows") @Nullable Long objectRows,
            @JsonProperty("objectSize") @Nullable DataSize objectSize,
            @JsonProperty("rowGroupSize") @Nullable DataSize rowGroupSize,
            @JsonProperty("fetchRows") @Nullable Integer fetchRows,
            @JsonProperty("lockTimeout") @Nullable Duration lockTimeout,
            @JsonProperty("directory") @Nullable String directory) {
        return new ArchiveSettings(
                format == null ? ArchiveFormat.PARQUET : format,
                waitForKafka == null || waitForKafka,
                afterDays,
                objectRows == null ? 5_000_000 : objectRows,
                objectSize == null ? DataSize.mebibytes(256) : objectSize,
                rowGroupSize == null ? DataSize.mebibytes(16) : rowGroupSize,
                fetchRows == null ? 500 : fetchRows,
                lockTimeout == null ? Duration.seconds(30) : lockTimeout,
                directory == null || directory.isBlank() ? System.getProperty("java.io.tmpdir") : directory);
    }

    public static ArchiveSettings defaults() {
        return of(null, null, null, null, null, null, null, null, null);
    }
}
