package dev.clacks.bench.drain;

import dev.clacks.bench.lab.CpuTime;
import dev.clacks.bench.lab.Lab;
import dev.clacks.bench.lab.WriterWatch;
import dev.clacks.bench.stack.ServiceProcess;
import java.sql.SQLException;
import java.util.List;

/**
 * Who has used how much by a moment; the difference of two moments is what happened between.
 *
 * @param nanos of time
 * @param records stored
 * @param writers CPU time of the writers' processes, in nanoseconds, as the others
 * @param backends CPU time of their backends
 * @param postgres CPU time of PostgreSQL in all, its backends included
 * @param kafka CPU time of the broker
 */
record Spent(long nanos, long records, long writers, long backends, long postgres, long kafka) {

    static Spent now(Lab lab, WriterWatch watch, String login, List<ServiceProcess> writers) throws SQLException {
        return new Spent(
                System.nanoTime(),
                watch.stored(),
                writers.stream()
                        .mapToLong(writer -> CpuTime.ofProcess(writer.process().pid()))
                        .sum(),
                watch.backendNanos(login),
                lab.postgresNanos(),
                lab.kafkaNanos());
    }

    Spent since(Spent before) {
        return new Spent(
                nanos - before.nanos,
                records - before.records,
                writers - before.writers,
                backends - before.backends,
                postgres - before.postgres,
                kafka - before.kafka);
    }

    /** Records a second. */
    double rate() {
        return records * 1e9 / nanos;
    }

    /** CPU time a record in microseconds, and the share of one core. */
    @Override
    public String toString() {
        return "%,.0f events/s; CPU an event (share of a core): writers %s, their backends %s, the rest of PostgreSQL %s, Kafka %s"
                .formatted(rate(), cpu(writers), cpu(backends), cpu(postgres - backends), cpu(kafka));
    }

    private String cpu(long used) {
        return "%.1f us (%.0f %%)".formatted(used / 1e3 / records, 100.0 * used / nanos);
    }
}
