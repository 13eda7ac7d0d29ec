package dev.clacks.ingest.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clacks.ingest.encryption.MasterKeys;
import org.jspecify.annotations.Nullable;

/**
 * Encryption of HMAC secrets at rest: the YAML node {@code encryption}. {@code toString} shows no key.
 *
 * @param masterKeys {@code MASTER_KEY}: one key or several separated by commas, the current one first; each is 32 bytes in
 *     base64 or hex, with {@code id:} before it where it shall have an id of one's own choice. Default none: plain text
 */
public record EncryptionSettings(String masterKeys) {

    public EncryptionSettings {
        try {
            MasterKeys.parse(masterKeys);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("encryption.masterKeys (MASTER_KEY): " + e.getMessage());
        }
    }

    @JsonCreator
    static EncryptionSettings of(@JsonProperty("masterKeys") @Nullable String masterKeys) {
        return new EncryptionSettings(masterKeys == null ? "" : masterKeys);
    }

    /** All defaults: secrets are stored in plain text. */
    public static EncryptionSettings defaults() {
        return of(null);
    }

    /** {@link #masterKeys} taken apart. */
    public MasterKeys keys() {
        return MasterKeys.parse(masterKeys);
    }

    @Override
    public String toString() {
        return "EncryptionSettings[" + keys() + "]";
    }
}
