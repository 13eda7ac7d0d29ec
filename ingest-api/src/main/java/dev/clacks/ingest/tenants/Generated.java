package dev.clacks.ingest.tenants;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** What is drawn at random: ids that nobody chose, tokens, secrets. Thread-safe. */
final class Generated {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;

    private Generated() {}

    static String orgId() {
        return "org_" + hex(4);
    }

    /** In the form of the self-hosting guide. */
    static String appId() {
        return "app_" + hex(4);
    }

    /** 256 bits; a prefix says what it is when it is found where it should not be. */
    static String token() {
        return "ck_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(KEY_BYTES));
    }

    /** 256 bits in the form of the self-hosting guide's SQL; the text itself is the key. */
    static String secret() {
        return Base64.getEncoder().encodeToString(bytes(KEY_BYTES));
    }

    private static String hex(int count) {
        return HexFormat.of().formatHex(bytes(count));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
