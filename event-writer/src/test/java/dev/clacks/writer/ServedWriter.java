package dev.clacks.writer;

import dev.clacks.writer.config.WriterConfiguration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** The real application on a free admin port, started and stopped as its command does it, but in this JVM. */
final class ServedWriter implements AutoCloseable {

    private static final Duration ANSWERED = Duration.ofMinutes(3);

    private final Server server;
    private final HttpClient client = HttpClient.newHttpClient();

    private ServedWriter(Server server) {
        this.server = server;
    }

    static ServedWriter start(String yaml) throws Exception {
        var application = new WriterApplication();
        var bootstrap = new Bootstrap<WriterConfiguration>(application);
        application.initialize(bootstrap);
        WriterConfiguration configuration = bootstrap
                .getConfigurationFactoryFactory()
                .create(
                        WriterConfiguration.class,
                        bootstrap.getValidatorFactory().getValidator(),
                        bootstrap.getObjectMapper(),
                        "dw")
                .build(_ -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test.yml");
        var environment = new Environment(
                application.getName(),
                bootstrap.getObjectMapper(),
                bootstrap.getValidatorFactory(),
                bootstrap.getMetricRegistry(),
                bootstrap.getClassLoader(),
                bootstrap.getHealthCheckRegistry(),
                configuration);
        configuration.getServerFactory().configure(environment);
        bootstrap.run(configuration, environment);
        application.run(configuration, environment);
        Server server = configuration.getServerFactory().build(environment);
        server.setStopAtShutdown(false);
        server.start();
        return new ServedWriter(server);
    }

    HttpResponse<String> send(String method, String path, @Nullable String token, @Nullable String body)
            throws Exception {
        return send(method, path, token, body, "application/json");
    }

    HttpResponse<String> send(
            String method, String path, @Nullable String token, @Nullable String body, String contentType)
            throws Exception {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(ANSWERED)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", contentType);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        try {
            client.close();
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the writer did not stop", e);
        }
    }
}
