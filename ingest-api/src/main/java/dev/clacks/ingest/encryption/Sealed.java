package dev.clacks.ingest.encryption;

import org.jspecify.annotations.Nullable;

/**
 * A secret as it is stored. {@code toString} does not show it.
 *
 * @param bytes the column {@code secret}
 * @param keyId the master key that encrypted it, null for plain text
 */
@SuppressWarnings("ArrayRecordComponent") // a value on its way, never compared
public record Sealed(byte[] bytes, @Nullable String keyId) {
    @Override
    public String toString() {
        return "Sealed[" + keyId + "]";
    }
}
