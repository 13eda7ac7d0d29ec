package dev.clacks.ingest.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.ingest.auth.Secret;
import dev.clacks.ingest.auth.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that a client may have signed with. {@code toString} does not show it.
 *
 * @param name as it stands in a diagnosis
 * @param hint what to do about it
 */
record KeyForm(String name, String hint, SecretKeySpec key) {

    /** The live secret itself: no other form. */
    static final String LIVE = "live";

    private static final String AS_SHOWN =
            "The key of the HMAC is the UTF-8 bytes of the secret exactly as it was shown: ";

    static KeyForm live(Secret secret) {
        return new KeyForm(LIVE, "", secret.key());
    }

    /** What mistakes make of a live secret. */
    static List<KeyForm> mistakes(Secret secret) {
        byte[] bytes = secret.key().getEncoded();
        String text = new String(bytes, UTF_8);
        var forms = new ArrayList<KeyForm>();
        try {
            String standard = text.strip().replace('-', '+').replace('_', '/');
            add(
                    forms,
                    "base64_decoded",
                    AS_SHOWN + "do not decode it from base64.",
                    Base64.getDecoder().decode(standard));
        } catch (IllegalArgumentException e) {
            // it is no base64: nobody decoded it
        }
        try {
            add(
                    forms,
                    "hex_decoded",
                    AS_SHOWN + "do not decode it from hex.",
                    HexFormat.of().parseHex(text.strip()));
        } catch (IllegalArgumentException e) {
            // it is no hex: nobody decoded it
        }
        add(forms, "with_newline", AS_SHOWN + "a line feed stands behind it.", (text + "\n").getBytes(UTF_8));
        add(forms, "with_carriage_return", AS_SHOWN + "a line end stands behind it.", (text + "\r\n").getBytes(UTF_8));
        add(forms, "quoted", AS_SHOWN + "quotes stand around it.", ("\"" + text + "\"").getBytes(UTF_8));
        add(
                forms,
                "base64_encoded",
                AS_SHOWN + "do not encode it.",
                Base64.getEncoder().encode(bytes));
        add(
                forms,
                "hex_encoded",
                AS_SHOWN + "do not encode it.",
                HexFormat.of().formatHex(bytes).getBytes(ISO_8859_1));
        if (!text.strip().equals(text)) {
            add(
                    forms,
                    "stripped",
                    AS_SHOWN + "the spaces around it belong to it.",
                    text.strip().getBytes(UTF_8));
        }
        return forms;
    }

    private static void add(List<KeyForm> forms, String name, String hint, byte[] key) {
        if (key.length > 0) {
            forms.add(new KeyForm(name, hint, Signature.key(key)));
        }
    }

    @Override
    public String toString() {
        return "KeyForm[" + name + "]";
    }
}
