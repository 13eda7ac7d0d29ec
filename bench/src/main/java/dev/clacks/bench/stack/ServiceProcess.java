package dev.clacks.bench.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.testkit.embedded.EmbeddedServer;
import dev.clacks.testkit.embedded.Supervised;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One of our services as a child process; it is ready when its admin port says so. Thread-safe. {@code up} does not have its
 * services end with it: after a kill -9 of it they go on until the next one ends them.
 */
public final class ServiceProcess implements EmbeddedServer {

    private static final int PROBE_MILLIS = 2_000;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final URI adminUrl;
    private final Path directory;
    private final Supervised supervised;

    /**
     * A service that is not started yet.
     *
     * @param environment what to add to this process's own
     * @param adminUrl address of its admin connector
     * @param directory its working directory, which exists
     */
    public ServiceProcess(
            String name,
            List<String> command,
            Map<String, String> environment,
            URI adminUrl,
            Path directory,
            Path log) {
        this.name = name;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.adminUrl = adminUrl;
        this.directory = directory;
        this.supervised = new Supervised(name, log, "TERM");
    }

    @Override
    public String name() {
        return name;
    }

    public URI adminUrl() {
        return adminUrl;
    }

    @Override
    public Supervised supervised() {
        return supervised;
    }

    @Override
    public void start() {
        supervised.start(command, environment, directory);
    }

    @Override
    public void awaitReady(Duration limit) {
        supervised.awaitReady(limit, this::isReady);
    }

    /** Throws what it answers instead. */
    private boolean isReady() throws IOException {
        var connection = (HttpURLConnection) adminUrl.resolve("/ready").toURL().openConnection();
        connection.setConnectTimeout(PROBE_MILLIS);
        connection.setReadTimeout(PROBE_MILLIS);
        try {
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_OK) {
                return true;
            }
            byte[] body = connection.getErrorStream() == null
                    ? new byte[0]
                    : connection.getErrorStream().readAllBytes();
            throw new IOException(status + " " + new String(body, UTF_8).strip());
        } finally {
            connection.disconnect();
        }
    }
}
