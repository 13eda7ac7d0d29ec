package dev.clacks.common.app;

import dev.clacks.common.metrics.Metrics;
import dev.clacks.common.metrics.MetricsServlet;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.Map;

/**
 * What every service of Clacks has in common: a bundled default configuration named {@code <name>.yml}, settings from
 * environment variables, exit code 2 with a plain message for what the user can mend, and the admin endpoints
 * {@code /health} (liveness), {@code /ready} and {@code /metrics}.
 */
public abstract class ServiceApplication<T extends Configuration> extends Application<T> {

    @Override
    public void initialize(Bootstrap<T> bootstrap) {
        bootstrap.setConfigurationFactoryFactory((type, validator, mapper, prefix) -> new ServiceConfigurationFactory<>(
                type, validator, mapper, prefix, getName() + ".yml", System.getenv()));
    }

    @Override
    protected void addDefaultCommands(Bootstrap<T> bootstrap) {
        bootstrap.addCommand(new ServiceServerCommand<>(this));
        bootstrap.addCommand(new ServiceCheckCommand<>(this));
    }

    /** Ends the process: 2 where the user can mend it, 1 otherwise. The message has been printed by the command. */
    @Override
    protected void onFatalError(Throwable error) {
        System.exit(CommandErrors.exitCode(error));
    }

    /** Registers the admin endpoints and hides those of Dropwizard's own; call it once in {@code run}. */
    protected static void adminEndpoints(
            Environment environment, Metrics metrics, Map<String, Probe> liveness, Map<String, Probe> readiness) {
        environment
                .admin()
                .addFilter("headers", new AdminHeadersFilter())
                .addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        environment
                .admin()
                .addFilter("own-servlets", new OwnServletsFilter())
                .addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        environment.admin().addServlet("liveness", new ProbeServlet(liveness)).addMapping("/health");
        environment.admin().addServlet("readiness", new ProbeServlet(readiness)).addMapping("/ready");
        environment
                .admin()
                .addServlet("prometheus", new MetricsServlet(metrics))
                .addMapping("/metrics");
    }
}
