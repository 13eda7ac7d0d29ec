package dev.clacks.ingest.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.ingest.running.Documented;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.RunningDoor;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The service in this JVM, on ports of its own, with the rights of clacks_api, and a client of its admin port. */
final class AdminServer implements AutoCloseable {

    static final String TOKEN = "an-admin-token-of-a-test";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningDoor door;

    private AdminServer(RunningDoor door) {
        this.door = door;
    }

    /**
     * Starts it.
     *
     * @param kafka bootstrap servers; nobody need be there
     * @param further lines of YAML
     */
    static AdminServer start(TestDatabase database, String kafka, String further) {
        String yaml = Door.yaml(KafkaSettings.at(kafka), database.libpqUrl(database.login(DatabaseRole.API)));
        return new AdminServer(RunningDoor.start(yaml + further, InstantSource.system()));
    }

    /** A client of a door that was started under the admin token. */
    static AdminServer of(RunningDoor door) {
        return new AdminServer(door);
    }

    /** Under the admin token. */
    static String withToken() {
        return "admin: {token: \"" + TOKEN + "\"}";
    }

    /** What was answered. */
    record Reply(int status, JsonNode json, HttpResponse<String> response) {
        String text(String pointer) {
            return json.at(pointer).asText();
        }
    }

    Reply get(String path) throws IOException, InterruptedException {
        return call("GET", path, null);
    }

    Reply post(String path, String body) throws IOException, InterruptedException {
        return call("POST", path, body);
    }

    /** With the admin token. */
    Reply call(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(adminUrl().resolve("/api/v1/" + path));
    }

    Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest sent = request.build();
        HttpResponse<String> response;
        // A connection for each: the server closes one whose request it refused before it read the body.
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            response = http.send(sent, BodyHandlers.ofString());
        }
        if (sent.uri().getPort() == door.adminPort()) {
            Documented.ADMINISTRATION.check(sent.method(), sent.uri().getRawPath(), raw(response));
        }
        return new Reply(response.statusCode(), JSON.readTree(response.body()), response);
    }

    private static dev.clacks.ingest.running.Reply raw(HttpResponse<String> response) {
        var headers = new TreeMap<String, List<String>>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new dev.clacks.ingest.running.Reply(
                response.statusCode(), headers, response.body().getBytes(UTF_8));
    }

    /** As {@link Door#metric}. */
    double metric(String name) throws IOException {
        return door.metric(name);
    }

    URI doorUrl() {
        return URI.create("http://127.0.0.1:" + door.port());
    }

    URI adminUrl() {
        return URI.create("http://127.0.0.1:" + door.adminPort());
    }

    @Override
    public void close() {
        door.close();
    }
}
