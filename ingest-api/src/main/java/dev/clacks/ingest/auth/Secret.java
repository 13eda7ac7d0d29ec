package dev.clacks.ingest.auth;

import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key that an application signs with. {@code toString} does not show it.
 *
 * @param secretId its row in {@code app_secrets}; 0 for {@code applications.hmac_secret}
 * @param key what the HMAC takes
 * @param expiresAt from when it is dead, or null
 * @param lastUse told of each request that it signed
 */
public record Secret(
        long secretId, SecretKeySpec key, @Nullable Instant expiresAt, LastUse lastUse) {

    /** One whose use nobody asks for. */
    public Secret(long secretId, SecretKeySpec key, @Nullable Instant expiresAt) {
        this(secretId, key, expiresAt, new LastUse());
    }

    public boolean liveAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    @Override
    public String toString() {
        return "Secret[" + secretId + "]";
    }
}
