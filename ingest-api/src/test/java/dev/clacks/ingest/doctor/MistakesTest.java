package dev.clacks.ingest.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clacks.ingest.running.Call;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures that do not hold, and the mistakes that explain them. */
final class MistakesTest {

    private final Patient patient = new Patient();

    static Stream<Arguments> mistakes() {
        byte[] body = TestEvent.batch(
                List.of(TestEvents.fresh(InstantSource.fixed(Patient.NOW)).next()));
        String text = new String(body, UTF_8);
        byte[] compact = Patient.bytes("{\"events\":[{\"a\":1.50,\"b\":{}},{\"c\":\"x: y\"}]}");
        byte[] pretty = Patient.bytes(
                "{\n  \"events\": [\n    {\n      \"a\": 1.50,\n      \"b\": {}\n    },\n    {\n      \"c\": \"x: y\"\n    }\n  ]\n}");
        String m = Patient.T + ":" + Patient.NONCE + ":";
        return Stream.of(
                mistake(Patient.SECRET, Patient.T + ":", body, body, "live", "without_nonce", "as_sent"),
                mistake(
                        Patient.SECRET,
                        Patient.NONCE + ":" + m.replace(Patient.NONCE + ":", ""),
                        body,
                        body,
                        "live",
                        "nonce_first",
                        "as_sent"),
                mistake(
                        Patient.SECRET,
                        Patient.T + "000:" + Patient.NONCE + ":",
                        body,
                        body,
                        "live",
                        "milliseconds_signed",
                        "as_sent"),
                mistake(Patient.SECRET, "", body, body, "live", "body_alone", "as_sent"),
                mistake(Patient.SECRET, Patient.T + "." + Patient.NONCE + ".", body, body, "live", "dots", "as_sent"),
                mistake(Patient.OLD, m, body, body, "previous", "as_sent", "as_sent"),
                mistake(Patient.OLD, Patient.T + ":", body, body, "previous", "without_nonce", "as_sent"),
                mistake(
                        new String(Base64.getDecoder().decode(Patient.SECRET), UTF_8),
                        m,
                        body,
                        body,
                        "base64_decoded",
                        "as_sent",
                        "as_sent"),
                mistake(Patient.SECRET + "\n", m, body, body, "with_newline", "as_sent", "as_sent"),
                mistake(Patient.SECRET, m, compact, pretty, "live", "as_sent", "compact_json"),
                mistake(Patient.SECRET, Patient.T + ":", compact, pretty, "live", "without_nonce", "compact_json"),
                mistake(Patient.SECRET, m, pretty, compact, "live", "as_sent", "pretty_json"),
                mistake(Patient.SECRET, m, Patient.bytes(text + "\n"), body, "live", "as_sent", "with_final_newline"),
                mistake(
                        Patient.SECRET,
                        m,
                        body,
                        Patient.bytes(text + "\n"),
                        "live",
                        "as_sent",
                        "without_final_newline"),
                mistake(
                        Patient.SECRET,
                        m,
                        body,
                        Patient.bytes("\uFEFF" + text),
                        "live",
                        "as_sent",
                        "without_byte_order_mark"),
                mistake(
                        Patient.SECRET,
                        m,
                        Patient.bytes("{\n}"),
                        Patient.bytes("{\r\n}"),
                        "live",
                        "as_sent",
                        "line_feeds"),
                mistake(
                        Patient.SECRET,
                        m,
                        Patient.bytes("{\r\n}"),
                        Patient.bytes("{\n}"),
                        "live",
                        "as_sent",
                        "carriage_returns"),
                mistake(
                        Patient.SECRET,
                        m,
                        Patient.bytes("{\"a\": [1, 2], \"b\": \"\\u00fc\"}"),
                        Patient.bytes("{\"a\":[1,2],\"b\":\"\u00fc\"}"),
                        "live",
                        "as_sent",
                        "spaced_ascii_json"),
                mistake(Patient.SECRET, m, new byte[0], body, "live", "as_sent", "empty"));
    }

    @ParameterizedTest(name = "{4} {5} {6}")
    @MethodSource("mistakes")
    void aMistakeIsFound(
            String secret, String prefix, byte[] signed, byte[] sending, String key, String message, String form)
            throws Exception {
        patient.sent = sending;
        JsonNode found = patient.examine(Patient.sign(secret, prefix, signed));
        assertThat(Patient.failure(found, "signature")).isEqualTo("unauthorized");
        assertThat(found.at("/would_have_matched/secret").asText()).isEqualTo(key);
        assertThat(found.at("/would_have_matched/message").asText()).isEqualTo(message);
        assertThat(found.at("/would_have_matched/body").asText()).isEqualTo(form);
        assertThat(Patient.step(found, "signature").path("hint").asText()).isNotBlank();
        assertThat(found.at("/ingest/status").asInt()).isEqualTo(401);
    }

    @Test
    void theCompressedBytesMayHaveBeenSigned() throws Exception {
        patient.sent = Call.gzip(patient.body);
        patient.set("Content-Encoding", "gzip");
        JsonNode found =
                patient.examine(Patient.sign(Patient.SECRET, Patient.T + ":" + Patient.NONCE + ":", patient.sent));
        assertThat(found.at("/would_have_matched/body").asText()).isEqualTo("compressed");
        assertThat(found.at("/facts/received_bytes").asInt()).isEqualTo(patient.sent.length);
        assertThat(found.at("/facts/body_bytes").asInt()).isEqualTo(patient.body.length);
        assertThat(found.at("/facts/received_sha256").asText())
                .isNotEqualTo(found.at("/facts/body_sha256").asText());
    }

    @Test
    void gzipThatDoesNotSaySoIsInflatedToLookAtIt() throws Exception {
        patient.sent = Call.gzip(patient.body);
        JsonNode found = patient.examine(patient.right());
        assertThat(found.at("/would_have_matched/body").asText()).isEqualTo("inflated");
        assertThat(Patient.step(found, "json").path("hint").asText()).contains("Content-Encoding");
    }

    private static Arguments mistake(
            String secret, String prefix, byte[] signed, byte[] sending, String key, String message, String form) {
        return Arguments.of(secret, prefix, signed, sending, key, message, form);
    }
}
