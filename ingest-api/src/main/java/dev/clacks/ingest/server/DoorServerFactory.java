package dev.clacks.ingest.server;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.common.app.Probe;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.ingest.config.CorsSettings;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.jetty.MutableServletContextHandler;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.servlet.Servlet;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * Dropwizard's server with our handlers before its servlets, our error pages and our header: the YAML node {@code server},
 * type {@code door}. Ports and host can be given without writing connectors; who writes {@code applicationConnectors} or
 * {@code adminConnectors} (for TLS, say) gets those.
 */
@JsonTypeName("door")
public final class DoorServerFactory extends DefaultServerFactory {

    private final List<ConnectorFactory> unsetApplicationConnectors = getApplicationConnectors();
    private final List<ConnectorFactory> unsetAdminConnectors = getAdminConnectors();
    private String bindHost = "0.0.0.0";
    private @Min(0) @Max(65535) int port = 3000;
    private @Min(0) @Max(65535) @Nullable Integer adminPort;
    private @Nullable String adminBindHost;
    private @MinDuration(0) @MaxDuration(value = 1, unit = TimeUnit.MINUTES) Duration drainPeriod = Duration.seconds(2);
    private Handler.@Nullable Wrapper door;
    private CrossOrigin pages = new CrossOrigin(CorsSettings.defaults());
    private volatile @Nullable Drain drain;
    private volatile List<Connector> connectors = List.of();

    /** Made by Jackson. */
    public DoorServerFactory() {
        getGzipFilterFactory().setEnabled(false);
    }

    /**
     * What handles the door's port, before the servlets.
     *
     * @param crossOrigin which pages may read the answers, those too that the handler does not give
     */
    public void install(Handler.Wrapper handler, CrossOrigin crossOrigin) {
        this.door = handler;
        this.pages = crossOrigin;
    }

    /** The port that the door listens at; the configured one before it does. */
    public int localPort() {
        return connectors.stream()
                .filter(connector -> "application".equals(connector.getName()))
                .map(connector -> ((NetworkConnector) connector).getLocalPort())
                .filter(bound -> bound > 0)
                .findFirst()
                .orElse(port);
    }

    /** What the server listens with; empty before it is built. */
    List<Connector> connectors() {
        return connectors;
    }

    /** Address to listen at, default all. */
    @JsonProperty
    public String getBindHost() {
        return bindHost;
    }

    @JsonProperty
    public void setBindHost(String bindHost) {
        this.bindHost = bindHost;
    }

    /** The door's port, default 3000; 0 for any. */
    @JsonProperty
    public int getPort() {
        return port;
    }

    @JsonProperty
    public void setPort(int port) {
        this.port = port;
    }

    /** The admin port, default the one above {@link #getPort()}. */
    @JsonProperty
    public int getAdminPort() {
        return adminPort != null ? adminPort : port == 0 ? 0 : port + 1;
    }

    @JsonProperty
    public void setAdminPort(@Nullable Integer adminPort) {
        this.adminPort = adminPort;
    }

    /** Address that the admin port listens at, default {@link #getBindHost()}. */
    @JsonProperty
    public String getAdminBindHost() {
        return adminBindHost == null || adminBindHost.isBlank() ? bindHost : adminBindHost;
    }

    @JsonProperty
    public void setAdminBindHost(@Nullable String adminBindHost) {
        this.adminBindHost = adminBindHost;
    }

    /** How long after SIGTERM all is still served while readiness is off already, default 2 s. */
    @JsonProperty
    public Duration getDrainPeriod() {
        return drainPeriod;
    }

    @JsonProperty
    public void setDrainPeriod(Duration drainPeriod) {
        this.drainPeriod = drainPeriod;
    }

    /** Whether this process is not about to stop: for readiness. */
    public Probe.Outcome serving() {
        Drain now = drain;
        return now == null ? Probe.Outcome.OK : now.ask();
    }

    @Override
    public Server build(Environment environment) {
        if (getGzipFilterFactory().isEnabled()) {
            throw new UserErrorException(
                    "server.gzip cannot be used: the door inflates bodies itself, within its limits");
        }
        if (getApplicationConnectors().equals(unsetApplicationConnectors)) {
            setApplicationConnectors(List.of(connector(bindHost, port)));
        }
        if (getAdminConnectors().equals(unsetAdminConnectors)) {
            setAdminConnectors(List.of(connector(getAdminBindHost(), getAdminPort())));
        }
        var errors = new JsonErrors();
        environment.getApplicationContext().setErrorHandler(errors);
        environment.getAdminContext().setErrorHandler(errors);
        Server server = super.build(environment);
        server.setErrorHandler(errors);
        connectors = List.of(server.getConnectors());
        var draining = new Drain(drainPeriod.toJavaDuration());
        drain = draining;
        server.addEventListener(draining);
        server.insertHandler(pages);
        server.insertHandler(new RequestId());
        server.insertHandler(new Overhead(draining));
        return server;
    }

    @Override
    protected Handler createAppServlet(
            Server server,
            JerseyEnvironment jersey,
            ObjectMapper objectMapper,
            Validator validator,
            MutableServletContextHandler handler,
            @Nullable Servlet jerseyContainer,
            MetricRegistry metricRegistry) {
        Handler servlets = super.createAppServlet(
                server, jersey, objectMapper, validator, handler, jerseyContainer, metricRegistry);
        if (door == null) {
            return servlets;
        }
        door.setHandler(servlets);
        return door;
    }

    @Override
    protected Handler addGracefulHandler(Handler handler) {
        var refusing = new Refusing();
        refusing.setHandler(handler);
        return refusing;
    }

    private static HttpConnectorFactory connector(String host, int port) {
        var connector = new HttpConnectorFactory();
        connector.setBindHost(host);
        connector.setPort(port);
        return connector;
    }
}
