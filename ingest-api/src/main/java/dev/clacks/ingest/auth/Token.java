package dev.clacks.ingest.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token, known by its SHA-256 alone.
 *
 * @param tokenId its row's id
 * @param appId the application that owns it
 * @param scopes {@code ingest}, {@code read}, {@code read_org}
 * @param expiresAt from when it is dead, or null
 * @param lastUse told of each request that bore it
 */
public record Token(
        long tokenId,
        String appId,
        Set<String> scopes,
        @Nullable Instant expiresAt,
        LastUse lastUse) {

    public static final String INGEST = "ingest";
    public static final String READ = "read";
    public static final String READ_ORG = "read_org";

    public Token {
        scopes = Set.copyOf(scopes);
    }

    /** One whose use nobody asks for. */
    public Token(long tokenId, String appId, Set<String> scopes, @Nullable Instant expiresAt) {
        this(tokenId, appId, scopes, expiresAt, new LastUse());
    }

    public boolean liveAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /** SHA-256 of a token as the user sees it, in lower-case hex: the key tokens are looked up by. */
    public static String digest(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
