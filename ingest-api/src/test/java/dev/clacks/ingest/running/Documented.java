package dev.clacks.ingest.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clacks.ingest.openapi.OpenApi;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds every answer that a test gets on a port against the port's OpenAPI document: where it has the operation, status, code and
 * what the answer is made of must be documented.
 */
public final class Documented {

    /** What the door's port answers. */
    static final Documented DOOR = new Documented(OpenApi.DOOR);

    /** What the admin port answers. */
    public static final Documented ADMINISTRATION = new Documented(OpenApi.ADMINISTRATION);

    /** A path, with anything in the places of its variables. */
    private record Path(Pattern pattern, JsonNode operations) {}

    private final SchemaCheck check;
    private final List<Path> paths;

    private Documented(OpenApi which) {
        JsonNode document = which.document();
        this.check = new SchemaCheck(document);
        this.paths = document.get("paths").properties().stream()
                .map(path -> new Path(
                        Pattern.compile(path.getKey().replaceAll("\\{[a-z]+}", "[A-Za-z0-9._-]{1,255}")),
                        path.getValue()))
                .toList();
    }

    /**
     * The reply itself, once it was found to be as documented.
     *
     * @param path may have a query
     */
    public Reply check(String method, String path, Reply reply) {
        JsonNode operation = operation(method, path.replaceFirst("\\?.*", ""));
        if (operation != null) {
            JsonNode described = operation.get("responses").path(Integer.toString(reply.status()));
            JsonNode response = check.resolve(described);
            String what = method + " " + path + ": " + reply;
            assertThat(response.isObject()).as("documented status: %s", what).isTrue();
            JsonNode schema = response.at("/content/application~1json/schema");
            if (!schema.isMissingNode()) {
                assertThat(reply.header("content-type")).as(what).isEqualTo("application/json");
                assertThat(check.faults(schema, reply.json())).as(what).isEmpty();
            }
            if (described.has("$ref")) { // an error, shared by all operations: its description lists the codes
                assertThat(response.path("description").asText().split(", "))
                        .as("documented code: %s", what)
                        .contains(reply.code());
            }
        }
        return reply;
    }

    private @Nullable JsonNode operation(String method, String path) {
        String name = method.toLowerCase(Locale.ROOT);
        return paths.stream()
                .filter(one -> one.pattern.matcher(path).matches() && one.operations.has(name))
                .findFirst()
                .map(one -> one.operations.get(name))
                .orElse(null);
    }
}
