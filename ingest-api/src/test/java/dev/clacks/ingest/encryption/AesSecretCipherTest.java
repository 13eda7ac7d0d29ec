package dev.clacks.ingest.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AesSecretCipherTest {

    private static final byte[] SECRET = "a secret of a client".getBytes(UTF_8);
    private static final String OLD = "old:" + "aa".repeat(32);
    private static final String NEW = "new:" + "bb".repeat(32);

    private final AesSecretCipher cipher = new AesSecretCipher(MasterKeys.parse(NEW + "," + OLD));

    @Test
    void opens_what_it_sealed_and_never_seals_twice_alike() {
        Sealed one = cipher.seal("app", SECRET);
        Sealed two = cipher.seal("app", SECRET);

        assertThat(cipher.open("app", one.bytes(), one.keyId())).isEqualTo(SECRET);
        assertThat(one.keyId()).isEqualTo("new");
        assertThat(one.bytes()).isNotEqualTo(two.bytes()).hasSize(SECRET.length + 28);
        assertThat(one.toString()).isEqualTo("Sealed[new]");
    }

    @Test
    void opens_what_an_older_key_sealed() {
        Sealed sealed = new AesSecretCipher(MasterKeys.parse(OLD)).seal("app", SECRET);

        assertThat(cipher.open("app", sealed.bytes(), sealed.keyId())).isEqualTo(SECRET);
    }

    @Test
    void opens_nothing_for_another_application_under_another_key_or_changed() {
        Sealed sealed = cipher.seal("app", SECRET);
        byte[] changed = sealed.bytes().clone();
        changed[changed.length - 1] ^= 1;

        assertThat(cipher.open("other", sealed.bytes(), "new")).isNull();
        assertThat(cipher.open("app", sealed.bytes(), "old")).isNull();
        assertThat(cipher.open("app", sealed.bytes(), "unknown")).isNull();
        assertThat(cipher.open("app", changed, "new")).isNull();
        assertThat(cipher.open("app", new byte[5], "new")).isNull();
        assertThat(cipher.open("app", new byte[12], "new")).isNull();
    }

    @Test
    void takes_plain_text_as_it_is() {
        assertThat(cipher.open("app", SECRET, null)).isEqualTo(SECRET);
        assertThat(new AesSecretCipher(MasterKeys.none()).seal("app", SECRET).keyId())
                .isNull();
    }
}
