package dev.clacks.ingest.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Recordings;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SignatureTest {

    private static final byte[] BODY = {1, 2, 3};

    @ParameterizedTest
    @MethodSource("vectors")
    void agreesWithPythonsHmac(Recordings.Vector vector) {
        byte[] signature = Signature.sign(
                Signature.key(vector.secret()),
                vector.timestamp(),
                vector.nonce(),
                vector.body(),
                vector.body().length);
        assertThat(HexFormat.of().formatHex(signature)).isEqualTo(vector.signature());
    }

    static Stream<Recordings.Vector> vectors() {
        return Recordings.vectors().stream();
    }

    @Test
    void thereAreVectors() {
        assertThat(Recordings.vectors()).hasSizeGreaterThan(5);
    }

    @Test
    void signsOnlyTheBytesThatAreTheBody() {
        var key = Signature.key("secret");
        byte[] longer = {1, 2, 3, 4, 5};
        assertThat(Signature.sign(key, "1", null, longer, 3)).isEqualTo(Signature.sign(key, "1", null, BODY, 3));
    }

    @Test
    void aNonceChangesTheMessage() {
        var key = Signature.key("secret");
        assertThat(Signature.equal(
                        Signature.sign(key, "1", "12345678", BODY, 3), Signature.sign(key, "1", null, BODY, 3)))
                .isFalse();
    }

    @Test
    void theKeyItselfIsNeverShown() {
        assertThat(new Secret(7, Signature.key("very secret"), null)).hasToString("Secret[7]");
    }
}
