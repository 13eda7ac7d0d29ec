package dev.clacks.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SignerTest {

    /** The vectors lie with the tests of {@code common}; they were made with another implementation. */
    static Stream<Arguments> vectors() throws IOException {
        Path file = Path.of(System.getProperty("clacks.home"), "common/src/test/resources/sdk/vectors.json");
        JsonNode vectors = new ObjectMapper().readTree(file.toFile());
        return StreamSupport.stream(vectors.spliterator(), false)
                .map(vector -> Arguments.of(vector.get("name").asText(), vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void signs_as_the_vectors_do(String name, JsonNode vector) {
        @Nullable
        String nonce = vector.hasNonNull("nonce") ? vector.get("nonce").asText() : null;
        byte[] body = Base64.getDecoder().decode(vector.get("body_base64").asText());

        String signature = Signer.sign(
                vector.get("secret").asText(), vector.get("timestamp").asText(), nonce, body);

        assertThat(signature).isEqualTo(vector.get("signature").asText());
    }
}
