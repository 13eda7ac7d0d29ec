package dev.clacks.ingest.auth;

import org.jspecify.annotations.Nullable;

/** Opens stored secrets. */
public interface SecretCipher {

    /**
     * The HMAC key.
     *
     * @param appId the application that owns it
     * @param stored the column {@code secret}
     * @param keyId the master key that encrypted it, null for plain text
     * @return null where it cannot be opened; that has been logged
     */
    byte @Nullable [] open(String appId, byte[] stored, @Nullable String keyId);

    /** Whether a master key of that id is configured. */
    boolean knows(String keyId);
}
