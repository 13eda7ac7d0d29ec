package dev.clacks.writer.failed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Failures of one kind.
 *
 * @param count all of them, those past the cap included
 * @param sample one of them, its values blotted out
 * @param state {@code open}, {@code muted} or {@code resolved}
 */
public record FailureGroup(
        @Nullable String org,
        @Nullable String app,
        String fingerprint,
        String stage,
        String code,
        String field,
        long count,
        Instant firstSeen,
        Instant lastSeen,
        String state,
        @Nullable String sample) {}
