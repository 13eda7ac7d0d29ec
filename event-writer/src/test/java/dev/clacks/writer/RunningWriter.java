package dev.clacks.writer;

import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.writer.config.DatabaseSettings;
import dev.clacks.writer.config.GroupSettings;
import dev.clacks.writer.config.GroupSettings.Protocol;
import dev.clacks.writer.config.WriteSettings;
import dev.clacks.writer.consume.Clocks;
import dev.clacks.writer.consume.LoopState;
import dev.clacks.writer.consume.WriterLoop;
import dev.clacks.writer.metrics.WriterMetrics;
import dev.clacks.writer.store.InHandMarks;
import io.dropwizard.util.Duration;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;

/** One loop of the writer in this JVM, as the application puts it together. */
final class RunningWriter implements AutoCloseable {

    private final Admin admin;
    private final WriterLoop loop;
    private final PrometheusRegistry registry = new PrometheusRegistry();

    private RunningWriter(
            KafkaSettings kafka,
            DatabaseSettings database,
            GroupSettings group,
            WriteSettings write,
            UnaryOperator<Admin> between,
            Clocks clocks) {
        this.admin = between.apply(KafkaClients.admin(kafka, Map.of()));
        this.loop = WriterLoop.of(
                0,
                kafka,
                database,
                group,
                write,
                admin,
                new WriterMetrics(registry),
                new InHandMarks(),
                () -> {},
                clocks);
    }

    static RunningWriter start(KafkaSettings kafka, String databaseUrl, String group) {
        return start(kafka, new DatabaseSettings(databaseUrl, true), group(group), WriteSettings.defaults());
    }

    static RunningWriter start(
            KafkaSettings kafka, DatabaseSettings database, GroupSettings group, WriteSettings write) {
        return start(kafka, database, group, write, UnaryOperator.identity());
    }

    /** @param between what stands between the writer and its client for administration */
    static RunningWriter start(
            KafkaSettings kafka,
            DatabaseSettings database,
            GroupSettings group,
            WriteSettings write,
            UnaryOperator<Admin> between) {
        return start(kafka, database, group, write, between, Clocks.system());
    }

    static RunningWriter start(
            KafkaSettings kafka,
            DatabaseSettings database,
            GroupSettings group,
            WriteSettings write,
            UnaryOperator<Admin> between,
            Clocks clocks) {
        var writer = new RunningWriter(kafka, database, group, write, between, clocks);
        writer.loop.loop().start();
        return writer;
    }

    /** A group of the consumer protocol. */
    static GroupSettings group(String id) {
        var defaults = GroupSettings.defaults();
        return new GroupSettings(
                id,
                Protocol.CONSUMER,
                "",
                defaults.sessionTimeout(),
                defaults.heartbeatInterval(),
                defaults.maxPollInterval());
    }

    /** The defaults with another linger and number of rows. */
    static WriteSettings write(int chunkRows, long lingerMillis) {
        return write(chunkRows, lingerMillis, WriteSettings.defaults().revokeWithin());
    }

    /** The same, and giving a partition back waits so long for its transaction. */
    static WriteSettings write(int chunkRows, long lingerMillis, Duration revokeWithin) {
        var defaults = WriteSettings.defaults();
        return new WriteSettings(
                defaults.consumers(),
                chunkRows,
                defaults.chunkSize(),
                Duration.milliseconds(lingerMillis),
                defaults.bufferSize(),
                defaults.fetchSize(),
                defaults.firstBackoff(),
                defaults.longestBackoff(),
                revokeWithin,
                defaults.lossWarning(),
                defaults.failedCap());
    }

    LoopState state() {
        return loop.state();
    }

    boolean alive() {
        return loop.loop().liveness().ask().ok();
    }

    /** The value of a counter; 0 where it has not been touched. */
    double counter(String name, String... labels) {
        for (var metric : registry.scrape()) {
            if (metric.getMetadata().getName().equals(name) && metric instanceof CounterSnapshot counter) {
                return counter.getDataPoints().stream()
                        .filter(point -> io.prometheus.metrics.model.snapshots.Labels.of(labels)
                                .equals(point.getLabels()))
                        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                        .sum();
            }
        }
        return 0;
    }

    /** How many values a gauge has. */
    long values(String name) {
        return registry.scrape().stream()
                .filter(metric -> metric.getMetadata().getName().equals(name))
                .mapToLong(metric -> metric.getDataPoints().size())
                .sum();
    }

    /** The sum of a gauge's values, of those with these labels where any are given. */
    double gauge(String name, String... labels) {
        for (var metric : registry.scrape()) {
            if (metric.getMetadata().getName().equals(name) && metric instanceof GaugeSnapshot gauge) {
                return gauge.getDataPoints().stream()
                        .filter(point -> labels.length == 0
                                || io.prometheus.metrics.model.snapshots.Labels.of(labels)
                                        .equals(point.getLabels()))
                        .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
                        .sum();
            }
        }
        return 0;
    }

    @Override
    public void close() {
        try {
            loop.loop().stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        admin.close(java.time.Duration.ofSeconds(1));
    }
}
