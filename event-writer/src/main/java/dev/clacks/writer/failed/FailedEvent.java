package dev.clacks.writer.failed;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A failed event without its bytes.
 *
 * @param key names it
 * @param receivedAt when the door took it
 * @param org null where the record did not say; the same for {@code app}
 * @param eventId null where it cannot be read
 * @param stage {@code door}, {@code writer} or {@code replay}
 * @param rawLength its true length in bytes
 * @param cut whether not all of it was kept: such a one cannot be replayed
 * @param rawSha256 digest of all of it, in hex
 */
public record FailedEvent(
        String key,
        Instant receivedAt,
        @Nullable String org,
        @Nullable String app,
        @Nullable UUID eventId,
        String stage,
        String code,
        String field,
        String message,
        String fingerprint,
        String state,
        @Nullable Instant stateChangedAt,
        long rawLength,
        boolean cut,
        String rawSha256) {}
