package dev.clacks.ingest.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clacks.common.admin.http.AdminCode;
import dev.clacks.common.event.BatchScanner;
import dev.clacks.common.event.EventRules;
import dev.clacks.common.event.InvalidBatchException;
import dev.clacks.common.event.Rejection;
import dev.clacks.common.event.RejectionCode;
import dev.clacks.ingest.answer.Code;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OpenApiTest {

    @ParameterizedTest
    @EnumSource
    void everyReferenceLeadsSomewhere(OpenApi which) {
        JsonNode document = which.document();
        assertThat(document.get("openapi").asText()).startsWith("3.1.");
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(reference.asText()).startsWith("#/");
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationHasANameOfItsOwnAndItsPathsParameters(OpenApi which) {
        JsonNode document = which.document();
        Set<String> names = new HashSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().forEach(operation -> {
                    assertThat(names.add(operation.get("operationId").asText())).isTrue();
                    Set<String> inPath = new HashSet<>();
                    operation.path("parameters").forEach(parameter -> {
                        JsonNode resolved = parameter.has("$ref")
                                ? document.at(parameter.get("$ref").asText().substring(1))
                                : parameter;
                        if (resolved.get("in").asText().equals("path")) {
                            inPath.add("{" + resolved.get("name").asText() + "}");
                        }
                    });
                    Set<String> wanted = new HashSet<>(List.of(path.getKey().split("/")));
                    wanted.removeIf(segment -> !segment.startsWith("{"));
                    assertThat(inPath).as(path.getKey()).isEqualTo(wanted);
                    assertThat(operation.get("responses")).isNotEmpty();
                }));
    }

    @Test
    void everyCodeStandsWithItsStatus() {
        JsonNode document = OpenApi.DOOR.document();
        for (Code code : Code.values()) {
            assertCode(document, code.text(), code.status());
        }
        for (AdminCode code : AdminCode.values()) {
            if (code != AdminCode.KAFKA_UNAVAILABLE) {
                assertCode(OpenApi.ADMINISTRATION.document(), code.text(), code.status());
            }
        }
        for (RejectionCode code : RejectionCode.values()) {
            assertThat(document.at("/components/schemas/EventErrorCode/enum").toString())
                    .contains("\"" + code.code() + "\"");
        }
    }

    private static void assertCode(JsonNode document, String code, int status) {
        assertThat(document.at("/components/responses/" + status + "/description")
                        .asText()
                        .split(", "))
                .contains(code);
        assertThat(document.at("/components/schemas/ErrorCode/enum").toString()).contains("\"" + code + "\"");
    }

    @Test
    void theExampleIsABatchThatPasses() throws Exception {
        JsonNode example = OpenApi.DOOR.document().at("/components/examples/batch/value");
        assertThat(example.get("events")).hasSize(1);
        assertThat(rejection(example)).isNull();
    }

    @Test
    void everyTextOfAnEventMayBeAsLongAsTheDocumentSaysAndNoLonger() throws Exception {
        Map<String, Integer> lengths = new TreeMap<>();
        lengths("", OpenApi.DOOR.document().at("/components/schemas/Event"), lengths);
        assertThat(lengths).hasSize(12);
        for (var text : lengths.entrySet()) {
            assertThat(rejection(exampleWith(text.getKey(), text.getValue())))
                    .as(text.getKey())
                    .isNull();
            assertThat(rejection(exampleWith(text.getKey(), text.getValue() + 1)))
                    .as(text.getKey())
                    .isEqualTo(RejectionCode.INVALID_SCHEMA);
        }
    }

    /** The pointers of all texts without a form of their own, each with its greatest length. */
    private static void lengths(String pointer, JsonNode schema, Map<String, Integer> lengths) {
        for (var property : schema.path("properties").properties()) {
            JsonNode value = property.getValue();
            String at = pointer + "/" + property.getKey();
            if (value.path("type").toString().contains("\"string\"") && !value.has("pattern") && !value.has("format")) {
                lengths.put(at, value.path("maxLength").asInt());
            }
            lengths(at, value, lengths);
        }
    }

    private static JsonNode exampleWith(String pointer, int length) {
        JsonNode example =
                OpenApi.DOOR.document().at("/components/examples/batch/value").deepCopy();
        int last = pointer.lastIndexOf('/');
        ObjectNode event = (ObjectNode) example.at("/events/0");
        ObjectNode parent = last == 0 ? event : event.withObject(pointer.substring(0, last));
        // characters are code points: this one has two units in UTF-16 and four bytes in UTF-8
        parent.put(pointer.substring(last + 1), "\ud83d\ude00".repeat(length));
        return example;
    }

    /** Why the only event of a batch is refused; null where it is not. */
    private static @Nullable RejectionCode rejection(JsonNode batch) throws InvalidBatchException {
        byte[] body = batch.toString().getBytes(UTF_8);
        Rejection rejection = new BatchScanner(EventRules.defaults(), 1000)
                .scan(body, body.length, Instant.parse("2026-11-22T11:00:00Z"))
                .events()
                .getFirst()
                .rejection();
        return rejection == null ? null : rejection.code();
    }
}
