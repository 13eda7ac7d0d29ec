package dev.clacks.archiver.metrics;

import dev.clacks.archiver.pass.PassResult;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What the archiver tells Prometheus. Alert when {@code archive_verify_failures_total} rises, when
 * {@code archive_last_success_timestamp_seconds} is older than a day, and when {@code archive_partitions_ahead_days} is 0.
 * Thread-safe.
 */
public final class ArchiverMetrics {

    private final Counter passes;
    private final Counter rows;
    private final Counter copies;
    private final Counter bytes;
    private final Counter verifyFailures;
    private final Gauge lastSuccess;
    private final Gauge waiting;
    private final Gauge oldestWaiting;
    private final Gauge partitionsAhead;

    public ArchiverMetrics(PrometheusRegistry registry) {
        passes = Counter.builder()
                .name("archive_runs_total")
                .help("Passes by outcome: success, failure, or locked, when another archiver was at work.")
                .labelNames("outcome")
                .register(registry);
        rows = counter(registry, "archive_rows_total", "Rows brought into the archive.");
        copies = counter(registry, "archive_copies_dropped_total", "Rows left out since the archive had them.");
        bytes = counter(registry, "archive_bytes_total", "Bytes of the objects written, once verified.");
        verifyFailures =
                counter(registry, "archive_verify_failures_total", "Passes in which an object read back differed.");
        lastSuccess = gauge(registry, "archive_last_success_timestamp_seconds", "When the last good pass began.");
        waiting = gauge(registry, "archive_leaves_waiting", "Leaves past their days that have to stay for now.");
        oldestWaiting = gauge(
                registry,
                "archive_oldest_waiting_age_seconds",
                "Since the day of the oldest waiting leaf ended; 0 when none waits.");
        partitionsAhead = gauge(
                registry,
                "archive_partitions_ahead_days",
                "For how many days after today every class has its partition.");
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
        return Gauge.builder().name(name).help(help).register(registry);
    }

    /** A pass came to its end. */
    public void passed(PassResult result, Instant begun) {
        passes.labelValues(result.locked() ? "locked" : result.failures().isEmpty() ? "success" : "failure")
                .inc();
        rows.inc(result.totals().rows());
        copies.inc(result.totals().copies());
        bytes.inc(result.totals().bytes());
        if (result.verificationFailed()) {
            verifyFailures.inc();
        }
        if (result.succeeded()) {
            lastSuccess.set(begun.toEpochMilli() / 1e3);
        }
        waiting.set(result.waiting().size());
        oldestWaiting.set(seconds(result.oldestWaiting(), begun));
    }

    private static double seconds(@Nullable LocalDate oldest, Instant now) {
        return oldest == null
                ? 0
                : Duration.between(
                                        oldest.plusDays(1)
                                                .atStartOfDay(ZoneOffset.UTC)
                                                .toInstant(),
                                        now)
                                .toMillis()
                        / 1e3;
    }

    /** A pass lost its database or its disk. */
    public void broken() {
        passes.labelValues("failure").inc();
    }

    /** Upkeep has looked. */
    public void partitionsAhead(int days) {
        partitionsAhead.set(days);
    }
}
