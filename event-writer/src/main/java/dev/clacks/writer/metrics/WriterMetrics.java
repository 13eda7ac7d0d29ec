package dev.clacks.writer.metrics;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.store.SqlFault.Kind;
import dev.clacks.writer.store.Tally;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the writer tells Prometheus. Thread-safe.
 *
 * <p>{@code writer_records_total} = the sum of {@code writer_events_total} over its outcomes, as long as no answer to a
 * COMMIT was lost: such a chunk is counted in records alone.
 */
public final class WriterMetrics {

    private static final double[] SECONDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30};

    private final Counter records;
    private final Counter events;
    private final Counter failures;
    private final Counter retries;
    private final Counter fenced;
    private final Counter commitFailures;
    private final Counter authFailures;
    private final Histogram transaction;
    private final Histogram endToEnd;
    private final Histogram rows;
    private final Gauge lagRecords;
    private final Gauge lagSeconds;
    private final Gauge secondsToLoss;
    private final Counter lossWarnings;
    private final Gauge assigned;
    private final Gauge stopped;
    private final Gauge hindered;
    private final Gauge lastPoll;
    private final Map<Integer, Long> polls = new ConcurrentHashMap<>();
    private final Gauge lastProgress;
    private final Gauge completeThrough;

    public WriterMetrics(PrometheusRegistry registry) {
        records = Counter.builder()
                .name("writer_records_total")
                .help("Kafka records whose chunk was committed to PostgreSQL.")
                .labelNames("topic")
                .register(registry);
        events = Counter.builder()
                .name("writer_events_total")
                .help("What records became: inserted, duplicate, erased (covered by a tombstone) or failed.")
                .labelNames("outcome")
                .register(registry);
        failures = Counter.builder()
                .name("writer_failures_total")
                .help(
                        "Records that went to failed_events, by code; other: the door gave one that this build does not know. Alert when the writer's own codes appear.")
                .labelNames("code")
                .register(registry);
        retries = Counter.builder()
                .name("writer_retries_total")
                .help("Chunks that must be tried again, by kind of fault.")
                .labelNames("kind")
                .register(registry);
        fenced = Counter.builder()
                .name("writer_fenced_total")
                .help("Times progress did not stand where this writer left it: another owner, a rewind, lost commits.")
                .register(registry);
        commitFailures = Counter.builder()
                .name("writer_offset_commit_failures_total")
                .help("Commits of offsets that Kafka refused; the records are read again and found stored.")
                .register(registry);
        authFailures = Counter.builder()
                .name("writer_auth_failures_total")
                .help("Callers of the administration that were not believed, by reason.")
                .labelNames("reason")
                .register(registry);
        authFailures.initLabelValues("admin_token");
        transaction = Histogram.builder()
                .name("writer_tx_duration_seconds")
                .help("From handing a chunk to the database until its commit or its failure: each attempt by itself.")
                .classicUpperBounds(SECONDS)
                .register(registry);
        endToEnd = Histogram.builder()
                .name("writer_end_to_end_seconds")
                .help("From a record's receipt at the front door to its commit, once a chunk, for the oldest record.")
                .classicUpperBounds(SECONDS)
                .register(registry);
        rows = Histogram.builder()
                .name("writer_batch_rows")
                .help("Records of a committed chunk.")
                .classicUpperBounds(1, 2, 5, 10, 25, 50, 100, 200, 300, 400, 500)
                .register(registry);
        lagRecords = perPartition(registry, "writer_consumer_lag_records", "Records not stored yet.");
        lagSeconds = perPartition(
                registry,
                "writer_oldest_uncommitted_seconds",
                "Age of the oldest record not stored yet, at most where it has not been read yet; 0 when there is none.");
        secondsToLoss = perPartition(
                registry,
                "writer_seconds_to_loss",
                "Until retention may remove a record not stored yet; absent when there is none. Alert below a day.");
        lossWarnings = Counter.builder()
                .name("writer_loss_warnings_total")
                .help("Times retention came near a record not stored yet: write.lossWarning before it may remove it.")
                .register(registry);
        assigned = perPartition(registry, "writer_partition_assigned", "1 for a partition this process reads.");
        stopped = perPartition(
                registry,
                "writer_partition_stopped",
                "1 for a partition that waits for people: see /ready. Alert on it.");
        hindered = perPartition(
                registry,
                "writer_partition_hindered",
                "1 for a partition that has not got on for 30 s and is not stopped: see /ready. Alert when it stays so.");
        lastPoll = Gauge.builder()
                .name("writer_last_poll_timestamp_seconds")
                .help("When Kafka was last polled, by the loop of the process that did so longest ago.")
                .register(registry);
        lastProgress = Gauge.builder()
                .name("writer_last_progress_timestamp_seconds")
                .help("When a chunk was last committed.")
                .register(registry);
        completeThrough = Gauge.builder()
                .name("writer_complete_through_timestamp_seconds")
                .help(
                        "Everything received before it is stored, over all partitions and writers. Alert when it stands still.")
                .labelNames("topic")
                .register(registry);
    }

    private static Gauge perPartition(PrometheusRegistry registry, String name, String help) {
        return Gauge.builder()
                .name(name)
                .help(help)
                .labelNames("topic", "partition")
                .register(registry);
    }

    /** A chunk was committed. */
    public void stored(Chunk chunk, Tally tally, long nowMillis) {
        records.labelValues(chunk.owned().source().topic()).inc(chunk.rows().size());
        events.labelValues("inserted").inc(tally.inserted());
        events.labelValues("duplicate").inc(tally.duplicates());
        events.labelValues("erased").inc(tally.erased());
        tally.failed().forEach((code, count) -> {
            events.labelValues("failed").inc(count);
            failures.labelValues(code).inc(count);
        });
        rows.observe(chunk.rows().size());
        long oldest = chunk.rows().stream()
                .mapToLong(row -> row.receivedAtMillis())
                .min()
                .orElse(nowMillis);
        endToEnd.observe(Math.max(0, nowMillis - oldest) / 1000.0);
        lastProgress.set(nowMillis / 1000.0);
    }

    /** How long the database had a chunk, whatever came of it. */
    public void transaction(double seconds) {
        transaction.observe(seconds);
    }

    public void retried(Kind kind) {
        retries.labelValues(kind.name().toLowerCase(Locale.ROOT)).inc();
    }

    public void fenced() {
        fenced.inc();
    }

    public void offsetCommitFailed() {
        commitFailures.inc();
    }

    /** Somebody sent a wrong admin token. */
    public void wrongAdminToken() {
        authFailures.labelValues("admin_token").inc();
    }

    /**
     * A loop has polled, or is about to begin.
     *
     * @param loop its number in the process: one that is dead must not hide behind others
     */
    public void polled(int loop, long nowMillis) {
        polls.put(loop, nowMillis);
        lastPoll.set(Collections.min(polls.values()) / 1000.0);
    }

    /** Up to when everything received on the topic is stored. */
    public void completeThrough(String topic, Instant through) {
        completeThrough.labelValues(topic).set(through.toEpochMilli() / 1000.0);
    }

    /** The partition is this process's. */
    public void assigned(String topic, int partition, boolean isStopped, boolean isHindered) {
        String number = Integer.toString(partition);
        assigned.labelValues(topic, number).set(1);
        stopped.labelValues(topic, number).set(isStopped ? 1 : 0);
        hindered.labelValues(topic, number).set(isHindered ? 1 : 0);
    }

    /** Where a partition stands. */
    public void lag(String topic, int partition, long behind) {
        lagRecords.labelValues(topic, Integer.toString(partition)).set((double) behind);
    }

    /** How old the oldest record is that is not stored; zero where there is none. */
    public void oldest(String topic, int partition, Duration age) {
        lagSeconds.labelValues(topic, Integer.toString(partition)).set(age.toMillis() / 1000.0);
    }

    /** How long it takes until a record not stored yet may be removed by retention. */
    public void secondsToLoss(String topic, int partition, Duration left) {
        secondsToLoss.labelValues(topic, Integer.toString(partition)).set(left.toMillis() / 1000.0);
    }

    /** Retention has come near a record that is not stored. */
    public void lossWarned() {
        lossWarnings.inc();
    }

    /** Nothing is in danger. */
    public void nothingToLose(String topic, int partition) {
        secondsToLoss.remove(topic, Integer.toString(partition));
    }

    /** Nobody knows where the partition stands. */
    public void lagUnknown(String topic, int partition) {
        remove(topic, partition, lagRecords, lagSeconds, secondsToLoss);
    }

    /** The partition is another's now. */
    public void gone(String topic, int partition) {
        remove(topic, partition, lagRecords, lagSeconds, secondsToLoss, assigned, stopped, hindered);
    }

    private static void remove(String topic, int partition, Gauge... gauges) {
        for (Gauge gauge : gauges) {
            gauge.remove(topic, Integer.toString(partition));
        }
    }
}
