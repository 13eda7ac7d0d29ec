package dev.clacks.ingest.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/**
 * Remembers which nonces an application used, until no request with them could pass the time window any more. It never
 * forgets to make room: full means full. Thread-safe.
 *
 * <p>A nonce is kept as 64 bits of a salted SHA-256, twelve bytes with its time: exact keys would take ten times as much,
 * and with a million nonces the chance that a fresh one is taken for a replay is one in ten million million.
 */
public final class NonceStore {

    /** For clocks that are set, and threads that are late: seconds. */
    private static final int CLOCK_SLACK = 30;

    /** Where the seconds that fit an int are counted from. */
    private static final long ORIGIN = 1_700_000_000L;

    private static final int SEGMENTS = 64;

    private final NonceSegment[] segments = new NonceSegment[SEGMENTS];
    private final byte[] salt = new byte[16];

    /** How long beyond the window a nonce is kept, for requests that were in the window when they began: seconds. */
    private final long slack;

    /**
     * @param capacity most nonces it holds; memory grows as needed up to about 24 bytes for each
     * @param longestRequest most time from the check of a request's timestamp to the use of its nonce
     */
    public NonceStore(int capacity, Duration longestRequest) {
        slack = longestRequest.toSeconds() + CLOCK_SLACK;
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i] = new NonceSegment(Math.max(1, capacity / SEGMENTS));
        }
        new SecureRandom().nextBytes(salt);
    }

    /** What became of a nonce. */
    public enum Use {
        FRESH,
        REPLAYED,
        /** There is no room for another. */
        FULL
    }

    /** Uses a nonce up. */
    public Use use(String appId, String nonce, long timestamp, Instant now) {
        long hash = hash(appId, nonce);
        return segment(hash).use(hash, second(timestamp + TimeWindow.SECONDS + slack), second(now.getEpochSecond()));
    }

    /** Gives a nonce back, so that the same request may come again. */
    public void giveBack(String appId, String nonce) {
        long hash = hash(appId, nonce);
        segment(hash).remove(hash);
    }

    /** Whether it was seen, without using it. */
    public boolean seen(String appId, String nonce, Instant now) {
        long hash = hash(appId, nonce);
        return segment(hash).holds(hash, second(now.getEpochSecond()));
    }

    /** How many nonces are held, expired ones included until their room is needed. */
    public int size() {
        int size = 0;
        for (NonceSegment segment : segments) {
            size += segment.size();
        }
        return size;
    }

    private NonceSegment segment(long hash) {
        return segments[(int) (hash >>> 58)];
    }

    private static int second(long epochSecond) {
        return (int) (epochSecond - ORIGIN);
    }

    private long hash(String appId, String nonce) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            digest.update(appId.getBytes(UTF_8));
            digest.update((byte) 0);
            long hash = ByteBuffer.wrap(digest.digest(nonce.getBytes(UTF_8))).getLong();
            return hash == 0 ? 1 : hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
