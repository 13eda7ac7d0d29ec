package dev.clacks.ingest.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class IngestMetricsTest {

    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

    private final PrometheusRegistry registry = new PrometheusRegistry();

    @Test
    void whatIsDocumentedIsThereFromTheFirstScrape() {
        var metrics = new IngestMetrics(registry);
        metrics.gauges().connections(() -> 0);
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

    /** And nothing stands there that is not. */
    @Test
    void everyMetricStandsInTheTableOfTheReadme() throws IOException {
        IngestGauges gauges = new IngestMetrics(registry).gauges();
        gauges.inflightBytes(() -> 0);
        gauges.inflightRequests(() -> 0);
        gauges.nonces(() -> 0);
        gauges.connections(() -> 0);
        gauges.topicsUnwritable(() -> 0);
        gauges.credentialsAge(() -> 0);
        gauges.secretsUnopened(() -> 0);
        gauges.usageAge(() -> 0);
        gauges.tiersUnconfigured(() -> 0);
        gauges.retentionDifferences(() -> 0);
        assertThat(registry.scrape().stream()
                        .map(metric -> metric instanceof CounterSnapshot
                                ? metric.getMetadata().getPrometheusName() + "_total"
                                : metric.getMetadata().getPrometheusName()))
                .containsExactlyInAnyOrderElementsOf(documented());
    }

    /** The names in the table's first column. */
    private static List<String> documented() throws IOException {
        Path readme = Path.of(requireNonNull(System.getProperty("clacks.home"), "clacks.home"), "ingest-api/README.md");
        return Files.readAllLines(readme).stream()
                .dropWhile(line -> !line.equals("## Metrics"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> NAME.matcher(line.split("\\|", 3)[1]).results().map(name -> name.group(1)))
                .toList();
    }

    private List<String> withValues() {
        return registry.scrape().stream()
                .filter(metric -> !metric.getDataPoints().isEmpty())
                .map((MetricSnapshot metric) -> metric.getMetadata().getPrometheusName())
                .toList();
    }
}
