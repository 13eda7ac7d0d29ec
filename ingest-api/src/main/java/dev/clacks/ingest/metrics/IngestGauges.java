package dev.clacks.ingest.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;

/** What the door is asked for whenever somebody reads its metrics, a method each. Each may be called once. Thread-safe. */
public final class IngestGauges {

    private final PrometheusRegistry registry;

    IngestGauges(PrometheusRegistry registry) {
        this.registry = registry;
    }

    public void inflightBytes(DoubleSupplier value) {
        gauge("ingest_inflight_bytes", "Bytes of bodies and of unread answers in memory.", value);
    }

    public void inflightRequests(DoubleSupplier value) {
        gauge("ingest_inflight_requests", "Batches and doctor's requests under way.", value);
    }

    public void nonces(DoubleSupplier value) {
        gauge("ingest_nonces", "Nonces remembered.", value);
    }

    public void connections(DoubleSupplier value) {
        gauge("db_connections_active", "Connections of the pool in use.", value);
    }

    public void topicsUnwritable(DoubleSupplier value) {
        gauge("ingest_topics_unwritable", "Topics that this door has no right to write to.", value);
    }

    /** In seconds. */
    public void credentialsAge(DoubleSupplier value) {
        gauge("ingest_credentials_age_seconds", "Since PostgreSQL last confirmed the credentials.", value);
    }

    public void secretsUnopened(DoubleSupplier value) {
        gauge("ingest_secrets_unopened", "Live secrets that the configured master keys do not open.", value);
    }

    /** In seconds. */
    public void usageAge(DoubleSupplier value) {
        gauge("ingest_usage_age_seconds", "Since the usage of quotas was read.", value);
    }

    public void tiersUnconfigured(DoubleSupplier value) {
        gauge("ingest_tiers_unconfigured", "Tiers of organisations that are not configured.", value);
    }

    public void retentionDifferences(DoubleSupplier value) {
        gauge(
                "ingest_retention_differences",
                "Tiers for which retention_classes says another retention than the configuration.",
                value);
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }
}
