package dev.clacks.ingest.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clacks.common.event.BatchScanner;
import dev.clacks.common.event.EventRules;
import dev.clacks.common.event.RejectionCode;
import dev.clacks.ingest.answer.Code;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    @ParameterizedTest
    @EnumSource
    void everyCodeStandsWithItsStatus(OpenApi which) {
        JsonNode document = which.document();
        for (Code code : Code.values()) {
            assertThat(document.at("/components/responses/" + code.status() + "/description")
                            .asText()
                            .split(", "))
                    .contains(code.text());
            assertThat(document.at("/components/schemas/ErrorCode/enum").toString())
                    .contains("\"" + code.text() + "\"");
        }
        for (RejectionCode code : RejectionCode.values()) {
            assertThat(document.at("/components/schemas/EventErrorCode/enum").toString())
                    .contains("\"" + code.code() + "\"");
        }
    }

    @Test
    void theExampleIsABatchThatPasses() throws Exception {
        JsonNode example = OpenApi.DOOR.document().at("/components/examples/batch/value");
        byte[] body = example.toString().getBytes(UTF_8);
        var scanned = new BatchScanner(EventRules.defaults(), 1000)
                .scan(body, body.length, Instant.parse("2026-11-22T11:00:00Z"));
        assertThat(scanned.accepted()).isEqualTo(1);
        assertThat(scanned.rejected()).isZero();
    }
}
