package dev.clacks.ingest.encryption;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that encrypts secrets. {@code toString} shows its id alone.
 *
 * @param id stored beside what it encrypted
 * @param key 256 bits for AES
 */
record MasterKey(String id, SecretKeySpec key) {

    private static final int BYTES = 32;
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{64}");
    private static final Pattern FORM = Pattern.compile("(?:([A-Za-z0-9._-]{1,64}):)?([A-Za-z0-9+/_=-]+)");

    /**
     * Reads {@code id:key} or {@code key}, the key being 32 bytes in base64 or hex. Without an id it gets one of its own: the
     * first eight hex digits of its SHA-256.
     *
     * @throws IllegalArgumentException where it is not of that form; the message does not show it
     */
    static MasterKey parse(String text) {
        Matcher parts = FORM.matcher(text);
        byte[] bytes = parts.matches() ? decode(parts.group(2)) : new byte[0];
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "a master key must be 32 bytes in base64 or hex, or id:key: make one with"
                            + " openssl rand -base64 32");
        }
        String id = parts.group(1);
        return new MasterKey(id == null ? derivedId(bytes) : id, new SecretKeySpec(bytes, "AES"));
    }

    private static byte[] decode(String text) {
        try {
            return HEX.matcher(text).matches()
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String derivedId(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }
}
