package dev.clacks.common.app;

import com.codahale.metrics.health.HealthCheck;
import java.util.Map;

/** Probes as one of Dropwizard's health checks, for {@code /healthcheck}. */
public final class ProbeHealthCheck extends HealthCheck {

    private final Map<String, Probe> probes;

    public ProbeHealthCheck(Map<String, Probe> probes) {
        this.probes = Map.copyOf(probes);
    }

    @Override
    protected Result check() {
        for (var probe : probes.entrySet()) {
            Probe.Outcome outcome = probe.getValue().ask();
            if (!outcome.ok()) {
                return Result.unhealthy(probe.getKey() + ": " + outcome.detail());
            }
        }
        return Result.healthy();
    }
}
