package dev.clacks.archiver.format;

import com.jerolba.carpet.annotation.NotNull;
import com.jerolba.carpet.annotation.ParquetJson;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code events}, every column of it; a component's name in snake case is the column's name, in PostgreSQL
 * as in the archive. {@code eventData} and {@code extra} are the text PostgreSQL gives for its {@code jsonb}. Times are
 * whole microseconds.
 */
public record ArchivedEvent(
        @NotNull String orgId,
        @NotNull String appId,
        @NotNull UUID eventId,
        @NotNull Instant timestamp,
        @NotNull String userId,
        @Nullable String sessionId,
        @NotNull String eventType,
        @Nullable String eventCategory,
        @NotNull @ParquetJson String eventData,
        @NotNull String serviceName,
        @NotNull String serviceVersion,
        @Nullable String serviceLanguage,
        @Nullable String serviceLanguageVersion,
        @Nullable String os,
        @Nullable String osVersion,
        @Nullable String arch,
        @Nullable Boolean ci,
        @Nullable String shell,
        @Nullable String sdkVersion,
        @NotNull String schemaVersion,
        @Nullable @ParquetJson String extra,
        @NotNull Instant receivedAt,
        @NotNull Instant createdAt,
        @Nullable UUID kafkaTopicId,
        @Nullable Integer kafkaPartition,
        @Nullable Long kafkaOffset,
        int retentionDays) {

    /** What makes an event the same event. */
    public EventKey key() {
        return new EventKey(orgId, appId, timestamp, eventId);
    }
}
