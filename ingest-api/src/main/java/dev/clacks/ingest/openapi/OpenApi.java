package dev.clacks.ingest.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clacks.common.event.RejectionCode;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.doctor.Doctor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The two documents, as {@code openapi/*.json} has them, completed by what the code knows: error codes, the response of each
 * status with the codes that go with it, the names of the doctor's steps.
 */
public enum OpenApi {
    DOOR("door.json"),
    ADMINISTRATION("admin.json");

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
            schemas(components.withObject("/schemas"));
            responses(components.withObject("/responses"));
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException("the resource openapi/" + resource + " is no JSON", e);
        }
    }

    private static void schemas(ObjectNode schemas) {
        texts(schemas, "ErrorCode", Arrays.stream(Code.values()).map(Code::text).toList());
        texts(
                schemas,
                "EventErrorCode",
                Arrays.stream(RejectionCode.values()).map(RejectionCode::code).toList());
        texts(schemas, "Step", Doctor.steps());
    }

    private static void texts(ObjectNode schemas, String name, List<String> texts) {
        ArrayNode values = schemas.putObject(name).put("type", "string").putArray("enum");
        texts.forEach(values::add);
    }

    /** One for each status that is an error, named by it. */
    private static void responses(ObjectNode responses) {
        Arrays.stream(Code.values())
                .collect(Collectors.groupingBy(Code::status))
                .forEach((status, codes) -> {
                    ObjectNode response = responses.putObject(Integer.toString(status));
                    response.put("description", codes.stream().map(Code::text).collect(Collectors.joining(", ")));
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
