package dev.clacks.ingest.auth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored secret that was live when it was loaded and cannot be opened here: whoever signs with it is right, and cannot be
 * told from others.
 *
 * @param masterKey id of the master key that encrypted it
 * @param keyMissing whether no master key of that id is configured; else it was encrypted by another key of the same id, or
 *     changed since
 * @param expiresAt from when it is dead, or null
 */
public record UnopenedSecret(
        String masterKey, boolean keyMissing, @Nullable Instant expiresAt) {

    public boolean liveAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
