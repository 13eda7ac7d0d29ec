package dev.clacks.ingest.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clacks.ingest.openapi.OpenApi;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds every answer that a test gets on the door's port against the OpenAPI document: where it has the operation, status, code
 * and the required members of the answer must be documented.
 */
final class Documented {

    private static final JsonNode DOCUMENT = OpenApi.DOOR.document();

    private static final Map<Pattern, JsonNode> PATHS = DOCUMENT.get("paths").properties().stream()
            .collect(Collectors.toMap(
                    path -> Pattern.compile(path.getKey().replaceAll("\\{[a-z]+}", "[A-Za-z0-9._-]{1,255}")),
                    Map.Entry::getValue));

    private Documented() {}

    /** @param path may have a query */
    static Reply check(String method, String path, Reply reply) {
        JsonNode operation = operation(method, path.replaceFirst("\\?.*", ""));
        if (operation != null) {
            JsonNode response = resolve(operation.get("responses").path(Integer.toString(reply.status())));
            String what = method + " " + path + ": " + reply;
            assertThat(response.isObject()).as("documented status: %s", what).isTrue();
            JsonNode schema = resolve(response.at("/content/application~1json/schema"));
            if (!schema.isMissingNode()) {
                assertThat(reply.header("content-type")).as(what).isEqualTo("application/json");
                schema.path("required")
                        .forEach(member -> assertThat(reply.json().has(member.asText()))
                                .as("%s in %s", member, what)
                                .isTrue());
            }
            if (reply.status() >= 400 && response.path("description").asText().contains(", ")) {
                assertThat(response.path("description").asText().split(", "))
                        .as("documented code: %s", what)
                        .contains(reply.code());
            }
        }
        return reply;
    }

    private static @Nullable JsonNode operation(String method, String path) {
        return PATHS.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(path).matches())
                .findFirst()
                .map(entry -> entry.getValue().get(method.toLowerCase(Locale.ROOT)))
                .orElse(null);
    }

    private static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.get("$ref").asText().substring(1)) : node;
    }
}
