package dev.clacks.writer.consume;

import dev.clacks.common.retry.Backoff;
import dev.clacks.testkit.time.ManualClock;
import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.chunk.TestRecords;
import dev.clacks.writer.metrics.WriterMetrics;
import dev.clacks.writer.progress.ClaimResult;
import dev.clacks.writer.progress.LogState;
import dev.clacks.writer.store.Outcome;
import dev.clacks.writer.store.Tally;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** The loop without its Kafka and its database: a test plays the store worker, and moves the clock. */
final class Script {

    static final TopicPartition PARTITION = new TopicPartition(TestRecords.TOPIC, TestRecords.SOURCE.partition());
    static final LaneLimits LIMITS = new LaneLimits(10, 1 << 20, Duration.ofMillis(250), 2, 20);
    static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    final ManualClock clock = ManualClock.at("2026-11-25T10:00:00Z");
    final Deque<Job> jobs = new ArrayDeque<>();
    private final Worker worker = new Worker();
    final Pace pace = Pace.of(BACKOFF);
    int cancelled;
    /** What Kafka says of each log that is to be claimed. */
    LogState log = new LogState(TestRecords.SOURCE.topicId(), 0, 1_000, null, null);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    final WriterMetrics metrics = new WriterMetrics(registry);
    final Lanes lanes;
    final DatabasePause pause = new DatabasePause(BACKOFF, new Random(1));
    final Dispatch dispatch;
    final Inbox inbox = new Inbox();
    final LagReport lag;
    final Answers answers;

    Script() {
        this(1 << 20);
    }

    Script(long bufferBytes) {
        this.lanes = new Lanes(LIMITS, bufferBytes);
        this.lag = new LagReport(lanes, metrics, 0, Duration.ofDays(1), clock.millis());
        this.dispatch = new Dispatch(lanes, pace, worker, new RecordDecoder(TestRecords.FAILED_TOPIC), pause);
        this.answers = new Answers(
                inbox, lanes, dispatch, new Setbacks(pace, pause, metrics, new Random(1)), lag, metrics, clock);
    }

    private final class Worker implements Jobs {
        @Override
        public void submit(Job job) {
            jobs.add(job);
        }

        @Override
        public void cancel() {
            cancelled++;
        }

        @Override
        public void close() {}
    }

    Jobs jobs() {
        return worker;
    }

    /** The partition is assigned and its progress read: records come from this offset on. */
    Lane running(long offset) {
        lanes.add(List.of(PARTITION));
        Lane lane = lanes.find(PARTITION).orElseThrow();
        step();
        next(Job.Claim.class);
        claimed(offset);
        step();
        next(Job.Renew.class); // the first one is due at once
        report(new Report.Renewed(Set.of(), Map.of()));
        return lane;
    }

    void claimed(long offset) {
        report(claims(Map.of(PARTITION, new ClaimResult.Claimed(newClaim(), offset, null, false, null))));
        lanes.find(PARTITION).orElseThrow().takeSeek();
    }

    /** The answer to what the lanes that are there now have asked. */
    Report claims(Map<TopicPartition, ClaimResult> results) {
        var asking = new HashMap<TopicPartition, Lane>();
        lanes.forEach(asking::put);
        return new Report.ClaimsAnswered(results, asking);
    }

    static Owned newClaim() {
        return new Owned(TestRecords.SOURCE, UUID.randomUUID());
    }

    /** Records from one offset to before another. */
    void records(long from, long to) {
        for (long offset = from; offset < to; offset++) {
            long at = offset;
            lanes.find(PARTITION).orElseThrow().append(TestRecords.event(at), clock.millis());
        }
    }

    void advance(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    /** Gives out what is due now; Kafka has told at once where logs stand. */
    void step() {
        lanes.forEach((partition, lane) -> {
            if (lane.standing().wantsLog(clock.millis())) {
                lane.standing().logAsked();
                inbox.put(new Report.LogStands(partition, lane, log));
            }
        });
        answers.drain();
        dispatch.submitDue(clock.millis());
    }

    void report(Report report) {
        inbox.put(report);
        answers.drain();
    }

    /** The next job that was given out. */
    <T extends Job> T next(Class<T> type) {
        Job job = jobs.poll();
        if (!type.isInstance(job)) {
            throw new AssertionError("expected a " + type.getSimpleName() + ", not " + job);
        }
        return type.cast(job);
    }

    Chunk nextChunk() {
        return next(Job.Write.class).chunk();
    }

    void outcome(Chunk chunk, Outcome outcome) {
        report(new Report.Wrote(chunk, outcome, clock.millis()));
    }

    void stored(Chunk chunk) {
        outcome(chunk, new Outcome.Stored(new Tally(chunk.rows().size(), 0, 0, Map.of())));
    }

    /** The worker has answered; the loop has not looked yet. */
    void storedLater(Chunk chunk) {
        inbox.put(new Report.Wrote(
                chunk, new Outcome.Stored(new Tally(chunk.rows().size(), 0, 0, Map.of())), clock.millis()));
    }

    /** The one value of a gauge; not a number where it has none. */
    double gauge(String name) {
        return registry.scrape().stream()
                .filter(metric -> metric.getMetadata().getName().equals(name))
                .flatMap(metric -> ((GaugeSnapshot) metric).getDataPoints().stream())
                .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The value of a counter without labels. */
    double counter(String name) {
        return registry.scrape().stream()
                .filter(metric -> metric.getMetadata().getName().equals(name))
                .flatMap(metric -> ((CounterSnapshot) metric).getDataPoints().stream())
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                .sum();
    }
}
