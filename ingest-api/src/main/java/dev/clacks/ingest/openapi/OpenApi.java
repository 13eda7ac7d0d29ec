package dev.clacks.ingest.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clacks.common.admin.http.AdminCode;
import dev.clacks.common.event.RejectionCode;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.doctor.Doctor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The two documents, as {@code openapi/*.json} has them, completed by what the code knows: error codes, the response of each
 * status with the codes that go with it, the names of the doctor's steps.
 */
public enum OpenApi {
    DOOR("door.json") {
        @Override
        Map<String, Integer> codes() {
            var codes = new LinkedHashMap<String, Integer>();
            for (Code code : Code.values()) {
                codes.put(code.text(), code.status());
            }
            return codes;
        }

        @Override
        void add(ObjectNode schemas) {
            texts(
                    schemas,
                    "EventErrorCode",
                    Arrays.stream(RejectionCode.values())
                            .map(RejectionCode::code)
                            .toList());
            texts(schemas, "Step", Doctor.steps());
        }
    },
    ADMINISTRATION("admin.json") {
        @Override
        Map<String, Integer> codes() {
            var codes = new LinkedHashMap<String, Integer>();
            for (AdminCode code : AdminCode.values()) {
                codes.put(code.text(), code.status());
            }
            // the door's administration does not ask Kafka; a server that is being stopped refuses on every port
            codes.remove(AdminCode.KAFKA_UNAVAILABLE.text());
            codes.put(Code.OVERLOADED.text(), Code.OVERLOADED.status());
            return codes;
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> RATE_HEADERS =
            List.of("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");

    private final String resource;

    OpenApi(String resource) {
        this.resource = resource;
    }

    /** The whole document. */
    public ObjectNode document() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource openapi/" + resource + " is missing");
            }
            ObjectNode document = (ObjectNode) JSON.readTree(in);
            ObjectNode components = document.withObject("/components");
            ObjectNode schemas = components.withObject("/schemas");
            texts(schemas, "ErrorCode", List.copyOf(codes().keySet()));
            add(schemas);
            responses(codes(), components.withObject("/responses"));
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException("the resource openapi/" + resource + " is no JSON", e);
        }
    }

    /** The codes of errors, each with its status. */
    abstract Map<String, Integer> codes();

    /** Adds what else the code knows. */
    void add(ObjectNode schemas) {}

    private static void texts(ObjectNode schemas, String name, List<String> texts) {
        ArrayNode values = schemas.putObject(name).put("type", "string").putArray("enum");
        texts.forEach(values::add);
    }

    /** One for each status that is an error, named by it. */
    private static void responses(Map<String, Integer> known, ObjectNode responses) {
        known.entrySet().stream()
                .collect(Collectors.groupingBy(Map.Entry::getValue))
                .forEach((status, codes) -> {
                    ObjectNode response = responses.putObject(Integer.toString(status));
                    response.put(
                            "description", codes.stream().map(Map.Entry::getKey).collect(Collectors.joining(", ")));
                    response.withObject("/content/application~1json/schema").put("$ref", "#/components/schemas/Error");
                    if (status == 401) {
                        header(response, "WWW-Authenticate", "string");
                    }
                    if (status == 429 || status == 503) {
                        header(response, "Retry-After", "integer");
                    }
                    if (status == 429) {
                        RATE_HEADERS.forEach(name -> header(response, name, "integer"));
                    }
                });
    }

    private static void header(ObjectNode response, String name, String type) {
        response.withObject("/headers").putObject(name).putObject("schema").put("type", type);
    }
}
