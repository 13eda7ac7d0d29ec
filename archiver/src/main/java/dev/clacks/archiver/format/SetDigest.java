package dev.clacks.archiver.format;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A digest of a set of records that does not depend on their order: the sum, modulo 2^256, of each record's SHA-256.
 * Unlike a digest over a sorted sequence, those of parts add up to that of the whole, so nothing is sorted again to
 * compare; unlike an exclusive or, a record that is there twice does not cancel itself out. Not thread-safe.
 */
public final class SetDigest {

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    /** What no records at all give. */
    public static final String EMPTY = "0".repeat(64);

    private final MessageDigest sha = sha256();
    private final byte[] hash = new byte[32];
    private final int[] sum = new int[8];

    /** Adds the record that the first {@code length} bytes spell. */
    public void add(byte[] record, int length) {
        sha.update(record, 0, length);
        try {
            sha.digest(hash, 0, hash.length);
        } catch (java.security.DigestException e) {
            throw new IllegalStateException(e);
        }
        long carry = 0;
        for (int word = 7; word >= 0; word--) {
            int at = word * 4;
            int value = (hash[at] & 0xff) << 24
                    | (hash[at + 1] & 0xff) << 16
                    | (hash[at + 2] & 0xff) << 8
                    | (hash[at + 3] & 0xff);
            carry += (sum[word] & 0xffffffffL) + (value & 0xffffffffL);
            sum[word] = (int) carry;
            carry >>>= 32;
        }
    }

    /** 64 lower-case hex digits. */
    public String hex() {
        var text = new StringBuilder(64);
        for (int word : sum) {
            text.append("%08x".formatted(word));
        }
        return text.toString();
    }

    /** The digest of the union of two sets that share nothing. */
    public static String plus(String one, String other) {
        var total = new BigInteger(one, 16).add(new BigInteger(other, 16)).mod(MODULUS);
        return "%064x".formatted(total);
    }

    /** A fresh SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
