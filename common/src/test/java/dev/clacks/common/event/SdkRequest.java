package dev.clacks.common.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;

/** A request as a real client sent it. */
record SdkRequest(String text, Instant sentAt) {

    /** The body as it was sent. */
    byte[] body() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static SdkRequest named(String file) {
        try (InputStream in = SdkRequest.class.getResourceAsStream("/sdk/" + file)) {
            JsonNode request = new ObjectMapper().readTree(Objects.requireNonNull(in, file));
            for (JsonNode header : request.get("headers")) {
                if (header.get(0).asText().equals("x-timestamp")) {
                    return new SdkRequest(
                            request.get("body").asText(),
                            Instant.ofEpochSecond(header.get(1).asLong()));
                }
            }
            throw new IllegalArgumentException(file + " has no x-timestamp");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
