package dev.clacks.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs a body as clients do: HMAC-SHA256 over {@code timestamp:nonce:body} or {@code timestamp:body}, in hex. */
public final class Signer {

    private static final String ALGORITHM = "HmacSHA256";

    private Signer() {}

    /**
     * The value of X-Signature.
     *
     * @param nonce null for the dialects without one
     */
    public static String sign(String secret, String timestamp, @Nullable String nonce, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
            mac.update((timestamp + ":").getBytes(UTF_8));
            if (nonce != null) {
                mac.update((nonce + ":").getBytes(UTF_8));
            }
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
