package dev.clacks.ingest.doctor;

import java.time.Instant;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of an application that are no longer live: the door does not hold them. {@code toString} shows no key.
 *
 * @param expired how many secrets have expired
 * @param revoked how many were revoked
 * @param previous the last ones of both
 * @param token the token that was sent, live or not; null where none was sent or nobody has it
 */
record KeyHistory(
        int expired,
        int revoked,
        List<Previous> previous,
        @Nullable SentToken token) {

    /** How many of the dead secrets are tried. */
    static final int MOST = 4;

    /**
     * A secret that no longer signs.
     *
     * @param ended when it was revoked or expired
     */
    record Previous(long secretId, SecretKeySpec key, Instant ended) {
        @Override
        public String toString() {
            return "Previous[" + secretId + "]";
        }
    }

    /**
     * A token as its row has it.
     *
     * @param expiresAt null for never
     * @param revokedAt null where it was not
     */
    record SentToken(
            String appId,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {

        boolean liveAt(Instant now) {
            return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
        }
    }

    KeyHistory {
        previous = List.copyOf(previous);
    }
}
