package dev.clacks.ingest.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IngestMetricsTest {

    private final PrometheusRegistry registry = new PrometheusRegistry();

    @Test
    void whatIsDocumentedIsThereFromTheFirstScrape() {
        var metrics = new IngestMetrics(registry);
        metrics.gauge("db_connections_active", "Connections.", () -> 0);
        assertThat(withValues())
                .contains(
                        "http_requests",
                        "http_request_duration_seconds",
                        "db_connections_active",
                        "events_ingested",
                        "events_failed",
                        "ingest_requests",
                        "ingest_auth_failures",
                        "ingest_limit_refusals",
                        "ingest_producer_replacements",
                        "ingest_body_bytes",
                        "ingest_batch_events",
                        "ingest_ack_seconds");
    }

    @Test
    void noMetricTellsOrganisationsOrApplicationsApart() {
        var metrics = new IngestMetrics(registry);
        metrics.request("/v1/ingest", "POST", 200, 0.1);
        metrics.outcome("success");
        metrics.authFailure("wrong_signature");
        assertThat(registry.scrape().stream()
                        .flatMap(metric -> metric.getDataPoints().stream())
                        .flatMap(point -> point.getLabels().stream())
                        .map(label -> label.getName()))
                .isNotEmpty()
                .doesNotContain("org", "app", "org_id", "app_id", "tenant", "application", "organisation");
    }

    private List<String> withValues() {
        return registry.scrape().stream()
                .filter(metric -> !metric.getDataPoints().isEmpty())
                .map((MetricSnapshot metric) -> metric.getMetadata().getPrometheusName())
                .toList();
    }
}
