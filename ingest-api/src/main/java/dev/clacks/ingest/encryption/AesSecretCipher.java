package dev.clacks.ingest.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.ingest.auth.SecretCipher;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AES-256-GCM: 12 random bytes of nonce, the cipher text, 16 bytes of tag. The application's id and the key's id are
 * authenticated with it, so a row copied to another application cannot be opened there. Thread-safe.
 *
 * <p>Plain text is accepted, with a warning once. What cannot be opened is logged once for each application and key: secrets
 * are read again at every change, and the log must not fill.
 */
public final class AesSecretCipher implements SecretCipher {

    private static final Logger LOG = LoggerFactory.getLogger(AesSecretCipher.class);
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MOST_COMPLAINTS = 1_000;

    private final MasterKeys keys;
    private final SecureRandom random = new SecureRandom();
    private final AtomicBoolean warned = new AtomicBoolean();
    private final Set<String> complaints = ConcurrentHashMap.newKeySet();

    public AesSecretCipher(MasterKeys keys) {
        this.keys = keys;
    }

    /** The id of the key that encrypts, or null where there is none. */
    public @Nullable String currentKeyId() {
        return keys.currentId();
    }

    /** Under the current key; in plain text where there is none. */
    public Sealed seal(String appId, byte[] secret) {
        MasterKey key = keys.current();
        if (key == null) {
            return new Sealed(secret, null);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, key, nonce, appId).doFinal(secret);
            byte[] stored = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
            System.arraycopy(encrypted, 0, stored, NONCE_BYTES, encrypted.length);
            return new Sealed(stored, key.id());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + TRANSFORMATION, e);
        }
    }

    @Override
    public byte @Nullable [] open(String appId, byte[] stored, @Nullable String keyId) {
        if (keyId == null) {
            if (keys.currentId() != null && warned.compareAndSet(false, true)) {
                LOG.warn("some secrets are stored in plain text though a master key is configured:"
                        + " run `ingest-api secret re-encrypt`");
            }
            return stored;
        }
        MasterKey key = keys.key(keyId);
        if (key == null) {
            complain(appId, keyId, "that key is not configured: add it to MASTER_KEY");
            return null;
        }
        byte[] secret = decrypt(key, appId, stored);
        if (secret == null) {
            complain(appId, keyId, "it was encrypted by another key, for another application, or was changed");
        }
        return secret;
    }

    @Override
    public boolean knows(String keyId) {
        return keys.key(keyId) != null;
    }

    private static byte @Nullable [] decrypt(MasterKey key, String appId, byte[] stored) {
        if (stored.length < NONCE_BYTES) {
            return null;
        }
        try {
            byte[] nonce = Arrays.copyOf(stored, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, key, nonce, appId)
                    .doFinal(stored, NONCE_BYTES, stored.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            return null; // a wrong tag, which is all there is to say
        }
    }

    private static Cipher cipher(int mode, MasterKey key, byte[] nonce, String appId) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((key.id() + '\0' + appId).getBytes(UTF_8));
        return cipher;
    }

    private void complain(String appId, String keyId, String why) {
        if (complaints.size() < MOST_COMPLAINTS && complaints.add(appId + ' ' + keyId)) {
            LOG.error(
                    "a secret of application {}, encrypted under master key {}, cannot be opened: {}",
                    appId,
                    keyId,
                    why);
        }
    }
}
