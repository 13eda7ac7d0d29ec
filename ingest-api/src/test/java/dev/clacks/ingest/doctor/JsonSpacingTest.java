package dev.clacks.ingest.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected texts are what Python's json and JavaScript's JSON.stringify write for the same value. */
final class JsonSpacingTest {

    private static final String VALUE =
            " {\"a\" : [1, 2.50,\n{}, [ ]],\t\"b\\\"{\": \"x, y: \u00fc\ud83d\ude00\", \"c\":{ \"d\":null}} ";

    @Test
    void compactIsWithoutWhiteSpaceAndKeepsEveryNumberAndString() throws IOException {
        assertThat(write(JsonSpacing.COMPACT, VALUE))
                .isEqualTo("{\"a\":[1,2.50,{},[]],\"b\\\"{\":\"x, y: \u00fc\ud83d\ude00\",\"c\":{\"d\":null}}");
    }

    @Test
    void spacedIsWhatPythonsDumpsWrites() throws IOException {
        assertThat(write(JsonSpacing.SPACED_ASCII, VALUE))
                .isEqualTo(
                        "{\"a\": [1, 2.50, {}, []], \"b\\\"{\": \"x, y: \\u00fc\\ud83d\\ude00\", \"c\": {\"d\": null}}");
        assertThat(write(JsonSpacing.SPACED, VALUE)).contains("\"x, y: \u00fc\ud83d\ude00\"");
    }

    @Test
    void prettyIsWhatStringifyWritesWithTwoSpaces() throws IOException {
        assertThat(write(JsonSpacing.PRETTY_2, "{\"a\":[1,{}],\"b\":{\"c\":[]}}"))
                .isEqualTo("{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {\n    \"c\": []\n  }\n}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "\"", "\"\\", "]]]]}", "{\"a\":\"\u00fc", "[[[,,,:::"})
    void whatIsNoJsonIsWrittenSomehow(String text) throws IOException {
        for (JsonSpacing spacing : new JsonSpacing[] {
            JsonSpacing.COMPACT, JsonSpacing.SPACED, JsonSpacing.COMPACT_ASCII, JsonSpacing.PRETTY_4
        }) {
            assertThat(write(spacing, text)).hasSizeLessThan(200);
        }
    }

    @Test
    void bytesThatAreNoUtf8StayAsTheyAre() throws IOException {
        byte[] bytes = {'"', (byte) 0xff, (byte) 0xc3, '"'};
        var out = new ByteArrayOutputStream();
        JsonSpacing.SPACED_ASCII.write(bytes, bytes.length, out);
        assertThat(out.toByteArray()[1]).isEqualTo((byte) 0xff);
    }

    private static String write(JsonSpacing spacing, String json) throws IOException {
        byte[] bytes = json.getBytes(UTF_8);
        var out = new ByteArrayOutputStream();
        spacing.write(bytes, bytes.length, out);
        return out.toString(UTF_8);
    }
}
