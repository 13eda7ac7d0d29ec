package dev.clacks.ingest.tenants;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token as it is listed: never the token itself.
 *
 * @param prefix its first characters, so that people recognise it
 * @param name for people, may be empty
 * @param scopes of {@code ingest}, {@code read}, {@code read_org}
 * @param lastUsedAt to the minute, null where it was never used
 * @param expiresAt from when it is dead, null for never
 * @param revokedAt since when it is dead, or null
 * @param replacedBy the token that a rotation made for it, or null
 */
public record ApiToken(
        long tokenId,
        String appId,
        String prefix,
        String name,
        List<String> scopes,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Long replacedBy) {

    public ApiToken {
        scopes = List.copyOf(scopes);
    }
}
