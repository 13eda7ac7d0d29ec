package dev.clacks.archiver.metrics;

import dev.clacks.archiver.pass.PassResult;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * What the archiver tells Prometheus. Alert when {@code archive_verify_failures_total} rises, when
 * {@code archive_last_success_timestamp_seconds} is older than a day, when {@code archive_overdue_seconds} exceeds what Kafka
 * keeps by two days, and when {@code archive_partitions_ahead_days} is below 1. The last two are worked out when they are
 * asked for, so they go on rising and falling while the database is away. Thread-safe.
 */
public final class ArchiverMetrics {

    private final Counter passes;
    private final Counter leaves;
    private final Counter rows;
    private final Counter copies;
    private final Counter bytes;
    private final Counter verifyFailures;
    private final Gauge lastSuccess;
    private final Gauge due;
    private volatile Optional<Instant> dueSince = Optional.empty();
    private volatile Optional<LocalDate> partitionsThrough = Optional.empty();
    private volatile int upkeepLeft;

    public ArchiverMetrics(PrometheusRegistry registry, InstantSource clock) {
        passes = Counter.builder()
                .name("archive_runs_total")
                .help("Passes by outcome: success, failure, or locked, when another archiver was at work.")
                .labelNames("outcome")
                .register(registry);
        leaves = counter(registry, "archive_leaves_total", "Leaf partitions brought into the archive and dropped.");
        rows = counter(registry, "archive_rows_total", "Rows brought into the archive.");
        copies = counter(registry, "archive_copies_dropped_total", "Rows left out since the archive had them.");
        bytes = counter(registry, "archive_bytes_total", "Bytes of the objects written, once verified.");
        verifyFailures =
                counter(registry, "archive_verify_failures_total", "Passes in which an object read back differed.");
        lastSuccess = Gauge.builder()
                .name("archive_last_success_timestamp_seconds")
                .help("When the last good pass began.")
                .register(registry);
        due = Gauge.builder()
                .name("archive_due_leaves")
                .help("Leaves past their days that are not in the archive.")
                .register(registry);
        gauge(
                registry,
                "archive_overdue_seconds",
                "For how long the oldest leaf that is not in the archive has been past its days; 0 when there is none.",
                () -> dueSince.map(since ->
                                Duration.between(since, clock.instant()).toMillis() / 1e3)
                        .orElse(0.0));
        gauge(
                registry,
                "archive_upkeep_left",
                "Leaves that upkeep could not make or drop in its last round, since others hold them.",
                () -> (double) upkeepLeft);
        gauge(
                registry,
                "archive_partitions_ahead_days",
                "For how many days after today every class has its partition.",
                () -> partitionsThrough
                        .map(day -> (double)
                                ChronoUnit.DAYS.between(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), day))
                        .orElse(0.0));
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /** A pass came to its end. */
    public void passed(PassResult result, Instant begun) {
        passes.labelValues(result.locked() ? "locked" : result.failures().isEmpty() ? "success" : "failure")
                .inc();
        leaves.inc(result.archived());
        rows.inc(result.totals().rows());
        copies.inc(result.totals().copies());
        bytes.inc(result.totals().bytes());
        if (result.verificationFailed()) {
            verifyFailures.inc();
        }
        if (result.succeeded()) {
            lastSuccess.set(begun.toEpochMilli() / 1e3);
        }
    }

    /** A pass lost its database. */
    public void broken() {
        passes.labelValues("failure").inc();
    }

    /**
     * Upkeep has looked for what is due.
     *
     * @param count leaves that should be in the archive
     * @param since when the first of them became due; empty when there is none
     */
    public void due(int count, Optional<Instant> since) {
        due.set(count);
        dueSince = since;
    }

    /** So many leaves could not be made or dropped in the last round, since others hold them. */
    public void upkeepLeft(int leaves) {
        upkeepLeft = leaves;
    }

    /** Upkeep has seen to it that every class has its partitions up to that day. */
    public void partitionsThrough(LocalDate day) {
        partitionsThrough = Optional.of(day);
    }
}
