package dev.clacks.common.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The bearer token that opens the administration on an admin port. Kept as its SHA-256, so that neither a comparison's time
 * nor {@code toString} tells anything about it. Immutable.
 */
public final class AdminToken {

    /** Shorter ones can be guessed: nothing limits how often somebody tries. */
    private static final int SHORTEST = 16;

    private static final int LONGEST = 1024;
    private static final String SCHEME = "bearer ";

    private final byte[] digest;

    private AdminToken(byte[] digest) {
        this.digest = digest;
    }

    /**
     * The configured token.
     *
     * @return null where none is configured (null or blank): the administration is off then
     * @throws IllegalArgumentException where it is shorter than 16 or longer than 1024 characters, or holds others than
     *     visible ASCII
     */
    public static @Nullable AdminToken of(@Nullable String configured) {
        if (configured == null || configured.isBlank()) {
            return null;
        }
        if (configured.length() < SHORTEST || configured.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the admin token must have 16 to 1024 characters: make one with openssl rand -hex 24");
        }
        if (configured.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException(
                    "the admin token must be visible ASCII without spaces: make one with openssl rand -hex 24");
        }
        return new AdminToken(sha256(configured));
    }

    /** Whether the value of an Authorization header bears it; in the same time whatever is wrong. */
    public boolean opens(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        String sent = authorization.substring(SCHEME.length()).strip();
        return sent.length() <= LONGEST && MessageDigest.isEqual(digest, sha256(sent));
    }

    /** Eight hex digits that tell this token from another, for audit and logs. */
    public String fingerprint() {
        return HexFormat.of().formatHex(digest, 0, 4);
    }

    @Override
    public String toString() {
        return "AdminToken[" + fingerprint() + "]";
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
