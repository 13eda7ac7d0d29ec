package dev.clacks.common.metrics;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** The process's one Prometheus registry: Clacks' own metrics natively, the JVM's, and Dropwizard's through a bridge. */
public final class Metrics {

    private final PrometheusRegistry registry;

    private Metrics(PrometheusRegistry registry) {
        this.registry = registry;
    }

    /** A registry with the JVM's and Dropwizard's (Jetty, pools) metrics in it. Once a process. */
    public static Metrics of(MetricRegistry dropwizard) {
        var registry = new PrometheusRegistry();
        JvmMetrics.builder().register(registry);
        DropwizardExports.builder().dropwizardRegistry(dropwizard).register(registry);
        return new Metrics(registry);
    }

    /** Only what is registered by hand: for tests and commands. */
    public static Metrics bare() {
        return new Metrics(new PrometheusRegistry());
    }

    public PrometheusRegistry registry() {
        return registry;
    }
}
