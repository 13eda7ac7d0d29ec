package dev.clacks.ingest.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response to the byte.
 *
 * @param headers by their names in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Reply(int status, Map<String, List<String>> headers, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The header's only value; null where it is absent or there are several. */
    public @Nullable String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? values.getFirst() : null;
    }

    public String text() {
        return new String(body, UTF_8);
    }

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + text(), e);
        }
    }

    /** The error code, in whichever of the two shapes. */
    public String code() {
        JsonNode error = json().path("error");
        return error.isTextual() ? error.asText() : error.path("code").asText();
    }

    /** The error codes of {@code errors}, in order. */
    public List<String> eventCodes() {
        return json().path("errors").findValuesAsText("error");
    }

    @Override
    public String toString() {
        return status + " " + headers + " " + text();
    }
}
