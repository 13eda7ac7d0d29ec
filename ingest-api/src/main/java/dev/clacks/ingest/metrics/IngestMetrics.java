package dev.clacks.ingest.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/**
 * What the door counts. Equations: {@code http_requests_total = sum of ingest_requests_total by outcome} for the two batch
 * routes; {@code events_ingested_total + events_failed_total} = events of answered batches with 200, 207 and 400
 * all_events_rejected.
 */
public final class IngestMetrics {

    private final Counter requests;
    private final Histogram requestSeconds;
    private final Counter outcomes;
    private final Counter ingested;
    private final Counter failed;
    private final Counter authFailures;
    private final Counter limitRefusals;
    private final Counter quotaCrossings;
    private final Gauge quotaTenants;
    private final Counter producersReplaced;
    private final Histogram bodyBytes;
    private final Histogram batchEvents;
    private final Histogram ackSeconds;
    private final Counter statisticsRefusals;
    private final Histogram statisticsSeconds;
    private final PrometheusRegistry registry;

    public IngestMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        requests = counter("http_requests_total", "Requests answered.", "route", "method", "status");
        requestSeconds = histogram(
                "http_request_duration_seconds",
                "From a request's headers to its answer.",
                new double[] {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
                "route");
        outcomes =
                counter("ingest_requests_total", "Batches by outcome: success, partial or an error code.", "outcome");
        ingested = counter("events_ingested_total", "Events that are durable in Kafka.");
        failed = counter("events_failed_total", "Events that broke a rule and are in the quarantine topic.");
        authFailures =
                counter("ingest_auth_failures_total", "Callers not believed or not allowed, by reason.", "reason");
        limitRefusals = counter(
                "ingest_limit_refusals_total",
                "Requests refused by a limit: batches by all of them, what else the door serves by failed_authentications.",
                "limit");
        quotaCrossings = counter(
                "ingest_quota_crossings_total", "Quotas of which 80 or 100 % were used, once a month each.", "percent");
        quotaTenants = Gauge.builder()
                .name("ingest_quota_tenants")
                .help("Organisations and staging applications that have used 80 or 100 % of their quota.")
                .labelNames("percent")
                .register(registry);
        producersReplaced = counter("ingest_producer_replacements_total", "Kafka producers replaced in a fatal state.");
        bodyBytes = histogram("ingest_body_bytes", "Size of a body after inflating.", new double[] {
            1e3, 4e3, 16e3, 64e3, 256e3, 1e6, 4e6, 1.1e7
        });
        batchEvents = histogram(
                "ingest_batch_events", "Events of a batch.", new double[] {1, 2, 5, 10, 25, 50, 100, 250, 500, 1000});
        ackSeconds = histogram(
                "ingest_ack_seconds",
                "From a batch's hand-over to the producer to its last acknowledgement.",
                new double[] {.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10});
        statisticsRefusals = counter(
                "ingest_statistics_refusals_total",
                "Statistics answered 503: callers or queue (too many wait), organisation (too many of one), timeout, slow, database or"
                        + " stopping.",
                "reason");
        statisticsSeconds = histogram(
                "ingest_statistics_read_seconds",
                "For statistics that were not in memory: how long PostgreSQL was asked.",
                new double[] {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10});
        beginAtZero();
    }

    /** What is alerted on or documented is there from the first scrape, at zero: a counter that appears is no increase. */
    private void beginAtZero() {
        for (String route : List.of("/v1/ingest", "/events/batch")) {
            requests.initLabelValues(route, "POST", "200");
            requestSeconds.initLabelValues(route);
        }
        for (String outcome : List.of("success", "partial", "buffer_unavailable", "overloaded", "auth_unavailable")) {
            outcomes.initLabelValues(outcome);
        }
        for (String reason : List.of(
                "malformed",
                "unknown_application",
                "unknown_token",
                "wrong_signature",
                "secret_unopened",
                "token_mismatch",
                "insufficient_scope",
                "app_disabled",
                "admin_token")) {
            authFailures.initLabelValues(reason);
        }
        for (String limit :
                List.of("inflight_requests", "inflight_bytes", "rate", "bytes", "quota", "failed_authentications")) {
            limitRefusals.initLabelValues(limit);
        }
        for (String reason : List.of("callers", "queue", "organisation", "timeout", "slow", "database", "stopping")) {
            statisticsRefusals.initLabelValues(reason);
        }
        for (String percent : List.of("80", "100")) {
            quotaCrossings.initLabelValues(percent);
            quotaTenants.initLabelValues(percent);
        }
    }

    /**
     * Whether a metric may be shown on the door's own port. Why callers were not believed may not: a stranger who asks
     * before and after a request of his own would learn which applications there are.
     *
     * @param name without {@code _total}
     */
    public static boolean isForEverybody(String name) {
        return !name.startsWith("ingest_auth_failures");
    }

    /** Values that are read when somebody asks for them. */
    public IngestGauges gauges() {
        return new IngestGauges(registry);
    }

    public void request(String route, String method, int status, double seconds) {
        requests.labelValues(route, method, Integer.toString(status)).inc();
        requestSeconds.labelValues(route).observe(seconds);
    }

    public void outcome(String outcome) {
        outcomes.labelValues(outcome).inc();
    }

    public void events(int accepted, int rejected) {
        ingested.inc(accepted);
        failed.inc(rejected);
    }

    public void authFailure(String reason) {
        authFailures.labelValues(reason).inc();
    }

    public void limitRefusal(String limit) {
        limitRefusals.labelValues(limit).inc();
    }

    public void quotaCrossed(int percent) {
        quotaCrossings.labelValues(Integer.toString(percent)).inc();
    }

    public void quotaTenants(int percent, long tenants) {
        quotaTenants.labelValues(Integer.toString(percent)).set((double) tenants);
    }

    public void producerReplaced() {
        producersReplaced.inc();
    }

    public void batch(int bytes, int events) {
        bodyBytes.observe(bytes);
        batchEvents.observe(events);
    }

    public void acknowledged(double seconds) {
        ackSeconds.observe(seconds);
    }

    public void statisticsRefused(String reason) {
        statisticsRefusals.labelValues(reason).inc();
    }

    public void statisticsRead(double seconds) {
        statisticsSeconds.observe(seconds);
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    private Histogram histogram(String name, String help, double[] bounds, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicOnly()
                .classicUpperBounds(bounds)
                .labelNames(labels)
                .register(registry);
    }
}
