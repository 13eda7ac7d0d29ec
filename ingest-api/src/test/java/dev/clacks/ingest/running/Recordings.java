package dev.clacks.ingest.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the SDKs really sent, and the signature vectors: the files beside the tests of {@code common}. */
public final class Recordings {

    private static final Path FOLDER = Path.of(
            Objects.requireNonNull(System.getProperty("clacks.home"), "clacks.home"), "common/src/test/resources/sdk");

    private Recordings() {}

    /**
     * A signature that was made elsewhere.
     *
     * @param nonce null where there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Vector(
            String name,
            String secret,
            String timestamp,
            @Nullable String nonce,
            byte[] body,
            String signature) {

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A whole request.
     *
     * @param headers in the order sent, names in lower case
     */
    public record Request(String file, String secret, String requestLine, Map<String, String> headers, String body) {

        public String path() {
            return requestLine.split(" ", -1)[1];
        }

        public Instant sentAt() {
            return Instant.ofEpochSecond(Long.parseLong(Objects.requireNonNull(headers.get("x-timestamp"))));
        }

        public byte[] bytes() {
            var text = new StringBuilder(requestLine).append("\r\n");
            headers.forEach((name, value) ->
                    text.append(name).append(": ").append(value).append("\r\n"));
            return text.append("\r\n").append(body).toString().getBytes(UTF_8);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    public static List<Vector> vectors() {
        var vectors = new ArrayList<Vector>();
        for (JsonNode vector : read("vectors.json")) {
            vectors.add(new Vector(
                    vector.get("name").asText(),
                    vector.get("secret").asText(),
                    vector.get("timestamp").asText(),
                    vector.get("nonce").textValue(),
                    Base64.getDecoder().decode(vector.get("body_base64").asText()),
                    vector.get("signature").asText()));
        }
        return vectors;
    }

    public static List<Request> requests() {
        return List.of(
                request("crate-0.3.0-hundred.json"),
                request("crate-0.3.0-mixed.json"),
                request("crate-0.3.0-retry-1.json"),
                request("crate-0.3.0-retry-2.json"),
                request("repository-0.3.0-app-id.json"),
                request("repository-0.3.0-uuid.json"));
    }

    private static Request request(String file) {
        JsonNode node = read(file);
        var headers = new LinkedHashMap<String, String>();
        for (JsonNode header : node.get("headers")) {
            headers.put(header.get(0).asText(), header.get(1).asText());
        }
        return new Request(
                file,
                node.get("secret").asText(),
                node.get("request_line").asText(),
                headers,
                node.get("body").asText());
    }

    private static JsonNode read(String file) {
        try {
            return new ObjectMapper().readTree(FOLDER.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
