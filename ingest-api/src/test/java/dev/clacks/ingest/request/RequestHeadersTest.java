package dev.clacks.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestHeadersTest {

    private static final String SIGNATURE = "0123456789abcdef".repeat(4);

    private final Map<String, List<String>> sent = new HashMap<>(Map.of(
            "X-Timestamp", List.of("1795489071"),
            "X-Signature", List.of(SIGNATURE)));

    @Test
    void needsNothingButTimestampAndSignature() throws RefusedException {
        RequestHeaders headers = parse();
        assertThat(headers.timestamp()).isEqualTo("1795489071");
        assertThat(headers.seconds()).isEqualTo(1795489071L);
        assertThat(headers.nonce()).isNull();
        assertThat(headers.token()).isNull();
        assertThat(headers.coding()).isEqualTo(Coding.IDENTITY);
        assertThat(headers.batchSize()).isEqualTo(-1);
        assertThat(headers.doNotTrack()).isFalse();
        assertThat(headers.sdk()).isFalse();
        assertThat(headers.traceparent()).isNull();
    }

    @Test
    void readsAllOfThem() throws RefusedException {
        sent.put("X-Nonce", List.of("3e941042-363d-4dc3-a8e9-3343d3c8aba5"));
        sent.put("Authorization", List.of("bearer  tk_1 "));
        sent.put("Content-Encoding", List.of("GZIP"));
        sent.put("X-Batch-Size", List.of("100"));
        sent.put("DNT", List.of("1"));
        sent.put("X-SDK-Version", List.of("telemetry-kit-node/1.0"));
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        sent.put("traceparent", List.of(traceparent));
        RequestHeaders headers = parse();
        assertThat(headers.nonce()).isEqualTo("3e941042-363d-4dc3-a8e9-3343d3c8aba5");
        assertThat(headers.token()).isEqualTo("tk_1");
        assertThat(headers.coding()).isEqualTo(Coding.GZIP);
        assertThat(headers.batchSize()).isEqualTo(100);
        assertThat(headers.doNotTrack()).isTrue();
        assertThat(headers.sdk()).isTrue();
        assertThat(headers.traceparent()).isEqualTo(traceparent);
        assertThat(headers.signature()).hasSize(32).startsWith(0x01, 0x23).endsWith(0xcd, 0xef);
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000000000000001795489071, 1795489071",
        "0, 0",
        "000, 0",
        "999999999999999999, 999999999999999999",
        "9999999999999999999999, 9223372036854775807"
    })
    void aTimestampIsANumberOfAnyLength(String text, long seconds) throws RefusedException {
        sent.put("X-Timestamp", List.of(text));
        assertThat(parse().seconds()).isEqualTo(seconds);
        assertThat(parse().timestamp()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.5", "1e9", "0x10", "١٢٣", "1795489071 ", "now"})
    void aTimestampOfAnythingButDigitsIsRefused(String text) {
        sent.put("X-Timestamp", List.of(text));
        assertRefused(Code.INVALID_TIMESTAMP_HEADER, this::parse);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234567", "has space", "has.point", "ünicode8", "semi;colon"})
    void aNonceOfAnotherFormIsRefused(String text) {
        sent.put("X-Nonce", List.of(text));
        assertRefused(Code.INVALID_NONCE, this::parse);
    }

    @Test
    void aNonceHas8To128Characters() throws RefusedException {
        sent.put("X-Nonce", List.of("12345678"));
        assertThat(parse().nonce()).isEqualTo("12345678");
        sent.put("X-Nonce", List.of("x".repeat(128)));
        assertThat(parse().nonce()).hasSize(128);
        sent.put("X-Nonce", List.of("x".repeat(129)));
        assertRefused(Code.INVALID_NONCE, this::parse);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "br", "deflate", "gzip, gzip", "zstd"})
    void anUnknownEncodingIsRefused(String text) {
        sent.put("Content-Encoding", List.of(text));
        assertRefused(Code.INVALID_ENCODING, this::parse);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "one", "1.0", "1234567890"})
    void aBatchSizeThatIsNoCountIsRefused(String text) {
        sent.put("X-Batch-Size", List.of(text));
        assertRefused(Code.BATCH_SIZE_MISMATCH, this::parse);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "tk_1"})
    void anAuthorizationThatIsNoBearerTokenIsRefused(String text) {
        sent.put("Authorization", List.of(text));
        assertRefused(Code.UNAUTHORIZED, this::parse);
    }

    @Test
    void anEndlessTokenIsRefused() {
        sent.put("Authorization", List.of("Bearer " + "x".repeat(1025)));
        assertRefused(Code.UNAUTHORIZED, this::parse);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"})
    void aSignatureThatIsNot64LowerCaseHexDigitsIsRefused(String text) {
        sent.put("X-Signature", List.of(text));
        assertRefused(Code.UNAUTHORIZED, this::parse);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Timestamp, 1795489071, INVALID_TIMESTAMP_HEADER",
        "X-Nonce, 12345678, INVALID_NONCE",
        "Content-Encoding, gzip, INVALID_ENCODING",
        "X-Batch-Size, 1, BATCH_SIZE_MISMATCH",
        "Authorization, Bearer x, UNAUTHORIZED"
    })
    void aHeaderGivenTwiceIsRefused(String name, String value, Code code) {
        sent.put(name, List.of(value, value));
        assertRefused(code, this::parse);
    }

    @Test
    void aMissingTimestampComesBeforeAMissingSignature() {
        sent.clear();
        assertRefused(Code.INVALID_TIMESTAMP_HEADER, this::parse);
        sent.put("X-Timestamp", List.of("1"));
        assertRefused(Code.UNAUTHORIZED, this::parse);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON ; charset=UTF-8",
                "application/json;charset=\"utf-8\"",
                "application/json; profile=x"
            })
    void jsonInUtf8IsTaken(String value) throws RefusedException {
        RequestHeaders.checkMediaType(List.of(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/json", "application/json; charset=latin1", "application/jsonx", "application"})
    void anotherMediaTypeIsRefused(String value) {
        assertRefused(Code.UNSUPPORTED_MEDIA_TYPE, () -> RequestHeaders.checkMediaType(List.of(value)));
    }

    @Test
    void aMediaTypeMustBeThereOnce() {
        assertRefused(Code.UNSUPPORTED_MEDIA_TYPE, () -> RequestHeaders.checkMediaType(List.of()));
        assertRefused(
                Code.UNSUPPORTED_MEDIA_TYPE,
                () -> RequestHeaders.checkMediaType(List.of("application/json", "application/json")));
    }

    private RequestHeaders parse() throws RefusedException {
        return RequestHeaders.parse(name -> sent.getOrDefault(name, List.of()));
    }

    private static void assertRefused(Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(code));
    }
}
