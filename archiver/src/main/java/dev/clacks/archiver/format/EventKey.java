package dev.clacks.archiver.format;

import com.jerolba.carpet.annotation.NotNull;
import java.time.Instant;
import java.util.UUID;

/** The four columns that name an event; read alone where nothing else is asked, since Parquet then skips the rest. */
public record EventKey(
        @NotNull String orgId,
        @NotNull String appId,
        @NotNull Instant timestamp,
        @NotNull UUID eventId) {}
