package dev.clacks.ingest.running;

import dev.clacks.ingest.IngestApplication;
import dev.clacks.ingest.config.IngestConfiguration;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** The real application on free ports, started and stopped as its command does it, but in this JVM and by another clock. */
public final class RunningDoor implements AutoCloseable {

    private final InstantSource clock;
    private final Server server;

    private RunningDoor(InstantSource clock, Server server) {
        this.clock = clock;
        this.server = server;
    }

    /** Starts a door from the text of a configuration. */
    public static RunningDoor start(String yaml, InstantSource clock) {
        var application = new IngestApplication(clock);
        var bootstrap = new Bootstrap<IngestConfiguration>(application);
        application.initialize(bootstrap);
        try {
            IngestConfiguration configuration = configuration(bootstrap, yaml);
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
            return new RunningDoor(clock, server);
        } catch (Exception e) {
            throw new IllegalStateException("the door did not start", e);
        }
    }

    /** The configuration of a text, read as the program reads it. */
    public static IngestConfiguration configuration(Bootstrap<IngestConfiguration> bootstrap, String yaml)
            throws IOException, ConfigurationException {
        return bootstrap
                .getConfigurationFactoryFactory()
                .create(
                        IngestConfiguration.class,
                        bootstrap.getValidatorFactory().getValidator(),
                        bootstrap.getObjectMapper(),
                        "dw")
                .build(_ -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test.yml");
    }

    public int port() {
        return port("application");
    }

    public int adminPort() {
        return port("admin");
    }

    /** A signed batch, right in every respect. */
    public Call call(Tenant tenant, Dialect dialect, byte[] body) {
        return Call.of(tenant, dialect, body, clock.instant());
    }

    /** Sends one request on a connection of its own. */
    public Reply send(Call call) throws IOException {
        String[] line = new String(call.head(), StandardCharsets.ISO_8859_1).split(" ", 3);
        try (Wire wire = Wire.to(port())) {
            return Documented.DOOR.check(
                    line[0], line[1], wire.send(call.bytes()).read());
        }
    }

    public Reply get(String path) throws IOException {
        return Documented.DOOR.check("GET", path, get(port(), path));
    }

    public Reply getAdmin(String path) throws IOException {
        return Documented.ADMINISTRATION.check("GET", path, get(adminPort(), path));
    }

    /** As {@link Door#metric}. */
    public double metric(String name) throws IOException {
        return getAdmin("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private static Reply get(int port, String path) throws IOException {
        try (Wire wire = Wire.to(port)) {
            return wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .read();
        }
    }

    /** Lets it refuse every request from now on, as it does from the end of its drain to the end of its connections. */
    public void refuseAll() {
        for (GracefulHandler graceful : server.getContainedBeans(GracefulHandler.class)) {
            var _ = graceful.shutdown(); // it is done when all requests are; what counts is that it begins
        }
    }

    private int port(String connector) {
        return Arrays.stream(server.getConnectors())
                .filter(candidate -> connector.equals(candidate.getName()))
                .mapToInt(candidate -> ((ServerConnector) candidate).getLocalPort())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the door did not stop", e);
        }
    }
}
