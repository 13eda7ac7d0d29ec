package dev.clacks.ingest.tenants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A secret as it is listed: never the secret itself.
 *
 * @param secretId 0 for the one in {@code applications.hmac_secret}, which plain SQL set
 * @param masterKey id of the master key that encrypted it, null where it is stored in plain text
 * @param lastUsedAt to the minute, null where it was never used
 * @param expiresAt from when it is dead, null for never
 * @param revokedAt since when it is dead, or null
 */
public record HmacSecret(
        long secretId,
        String appId,
        @Nullable String masterKey,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {}
