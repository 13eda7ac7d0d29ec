package dev.clacks.ingest.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA256 over {@code timestamp:nonce:body}, or {@code timestamp:body} where there is no nonce. The key is the UTF-8
 * form of the secret as the user sees it: a secret that looks like base64 is not decoded. Thread-safe.
 */
public final class Signature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final ThreadLocal<Mac> MACS = ThreadLocal.withInitial(Signature::newMac);

    private Signature() {}

    /** The key of a secret. */
    public static SecretKeySpec key(String secret) {
        return key(secret.getBytes(UTF_8));
    }

    /** The key whose bytes these are. */
    public static SecretKeySpec key(byte[] bytes) {
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    /** The 32 bytes that sign a body. */
    public static byte[] sign(SecretKeySpec key, String timestamp, @Nullable String nonce, byte[] body, int length) {
        Mac mac = keyed(key);
        mac.update(timestamp.getBytes(ISO_8859_1));
        mac.update((byte) ':');
        if (nonce != null) {
            mac.update(nonce.getBytes(ISO_8859_1));
            mac.update((byte) ':');
        }
        mac.update(body, 0, length);
        return mac.doFinal();
    }

    /** What is signed, given piece by piece. */
    @FunctionalInterface
    public interface Message<E extends Exception> {
        void writeTo(Mac mac) throws E;
    }

    /** Whether this signs a message that is of another form than a request's. */
    public static <E extends Exception> boolean signs(byte[] signature, SecretKeySpec key, Message<E> message)
            throws E {
        Mac mac = keyed(key);
        message.writeTo(mac);
        return equal(mac.doFinal(), signature);
    }

    /** Whether two signatures are equal, in a time that does not tell where they differ. */
    public static boolean equal(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other);
    }

    private static Mac keyed(SecretKeySpec key) {
        Mac mac = MACS.get();
        try {
            mac.init(key);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
        return mac;
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
