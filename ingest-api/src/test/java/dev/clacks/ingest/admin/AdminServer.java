package dev.clacks.ingest.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.ingest.IngestApplication;
import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.TestDatabase;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.validation.Validators;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** The service in this JVM, on ports of its own, with the rights of clacks_api, and a client of its admin port. */
final class AdminServer implements AutoCloseable {

    static final String TOKEN = "an-admin-token-of-a-test";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Server server;
    private final HttpClient http = HttpClient.newHttpClient();

    private AdminServer(Server server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param kafka bootstrap servers; nobody need be there
     * @param further lines of YAML
     */
    static AdminServer start(TestDatabase database, String kafka, String further) throws Exception {
        String yaml = """
                server: {type: door, bindHost: 127.0.0.1, port: 0, requestLog: {appenders: []}}
                logging: {level: WARN}
                kafka: {bootstrapServers: "%s"}
                database: {url: "%s"}
                credentials: {pollInterval: 1s, unknownRefresh: 0s}
                %s
                """.formatted(kafka, database.libpqUrl(database.login(DatabaseRole.API)), further);
        var application = new IngestApplication();
        var bootstrap = new Bootstrap<IngestConfiguration>(application);
        application.initialize(bootstrap);
        IngestConfiguration configuration = bootstrap
                .getConfigurationFactoryFactory()
                .create(IngestConfiguration.class, Validators.newValidator(), bootstrap.getObjectMapper(), "test")
                .build(path -> new ByteArrayInputStream(yaml.getBytes(UTF_8)), "test");
        var environment = new Environment(
                "test",
                bootstrap.getObjectMapper(),
                bootstrap.getValidatorFactory(),
                bootstrap.getMetricRegistry(),
                bootstrap.getClassLoader(),
                bootstrap.getHealthCheckRegistry(),
                configuration);
        application.run(configuration, environment);
        Server server = configuration.getServerFactory().build(environment);
        server.start();
        return new AdminServer(server);
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
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), JSON.readTree(response.body()), response);
    }

    URI doorUrl() {
        return url(0);
    }

    URI adminUrl() {
        return url(1);
    }

    private URI url(int connector) {
        return URI.create("http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[connector]).getLocalPort());
    }

    @Override
    public void close() {
        http.shutdownNow();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
    }
}
