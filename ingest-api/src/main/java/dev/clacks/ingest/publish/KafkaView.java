package dev.clacks.ingest.publish;

import dev.clacks.common.app.Probe;
import dev.clacks.common.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the cluster without asking it: whether it can be reached and how many partitions the topics have. Fed
 * by {@link KafkaWatch} every few seconds and by each acknowledgement. Thread-safe.
 */
public final class KafkaView {

    /** An acknowledgement this recent outweighs a failed look: the cluster works. */
    private static final Duration RECENT = Duration.ofSeconds(3);

    private record Sight(
            int eventPartitions,
            int failedPartitions,
            @Nullable String trouble) {}

    private final LongSupplier nanos;
    private volatile long lastAcknowledged;
    private volatile Sight sight;
    private volatile List<String> unwritable = List.of();

    /** @param nanos measures time, from any origin, and never goes back: the system's clock may be set back */
    public KafkaView(Topics topics, LongSupplier nanos) {
        this.nanos = nanos;
        this.lastAcknowledged = nanos.getAsLong() - RECENT.toNanos();
        this.sight = new Sight(topics.partitions(), topics.partitions(), "Kafka has not been reached yet");
    }

    /** Whether a batch has a chance. */
    public boolean reachable() {
        return sight.trouble() == null || nanos.getAsLong() - lastAcknowledged < RECENT.toNanos();
    }

    /** What is wrong, for people; null when nothing is. */
    public @Nullable String trouble() {
        return reachable() ? null : sight.trouble();
    }

    /** The topics that this door's user has no right to write to. */
    public List<String> unwritable() {
        return unwritable;
    }

    /** Whether batches can be taken, for everybody: why they cannot is Kafka's own text, with names and reasons in it. */
    public Probe.Outcome health() {
        return reachable() ? Probe.Outcome.OK : Probe.Outcome.failing("unavailable");
    }

    /**
     * Whether batches can be taken, and what an operator should know. A quarantine topic that may not be written to keeps
     * nobody out: most batches have no rejected event.
     */
    public Probe.Outcome readiness() {
        String trouble = trouble();
        List<String> closed = unwritable;
        return trouble != null
                ? Probe.Outcome.failing(trouble)
                : closed.isEmpty() ? Probe.Outcome.OK : new Probe.Outcome(true, "no right to write to " + closed);
    }

    public int eventPartitions() {
        return sight.eventPartitions();
    }

    public int failedPartitions() {
        return sight.failedPartitions();
    }

    void seen(int eventPartitions, int failedPartitions) {
        sight = new Sight(eventPartitions, failedPartitions, null);
    }

    void unwritable(List<String> topics) {
        unwritable = List.copyOf(topics);
    }

    void troubled(String trouble) {
        sight = new Sight(sight.eventPartitions(), sight.failedPartitions(), trouble);
    }

    void acknowledged() {
        lastAcknowledged = nanos.getAsLong();
    }
}
