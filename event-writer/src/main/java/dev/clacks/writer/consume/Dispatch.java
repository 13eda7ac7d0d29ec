package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.consume.Lane.Phase;
import dev.clacks.writer.metrics.WriterMetrics;
import dev.clacks.writer.progress.ClaimResult;
import dev.clacks.writer.progress.Renewals.Renewal;
import dev.clacks.writer.store.Outcome;
import dev.clacks.writer.store.SqlFault.Kind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what the store worker does next and what its reports mean for the lanes. It touches neither Kafka nor the
 * database. For the loop's thread.
 */
final class Dispatch {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    /** One chunk in the worker's hands and one ready beside it, so that it never waits for the loop. */
    private static final int OUT = 2;

    private final Lanes lanes;
    private final Pace pace;
    private final Jobs jobs;
    private final InstantSource clock;
    private final WriterMetrics metrics;
    private final RandomGenerator random;
    private final DatabasePause database;
    private int out;
    private long renewedAt;

    Dispatch(Lanes lanes, Pace pace, Jobs jobs, InstantSource clock, WriterMetrics metrics, RandomGenerator random) {
        this.lanes = lanes;
        this.pace = pace;
        this.jobs = jobs;
        this.clock = clock;
        this.metrics = metrics;
        this.random = random;
        this.database = new DatabasePause(pace.backoff(), random);
    }

    DatabasePause database() {
        return database;
    }

    /** Whether a chunk is due that the worker has no hand free for. */
    boolean saturated(long now) {
        return out >= OUT && lanes.dueMillis(now) <= now;
    }

    /** Whether anything is with the worker. */
    boolean waiting() {
        return out > 0;
    }

    // ---- to the worker

    void submitDue(long now) {
        if (!database.over(now)) {
            return;
        }
        List<TopicPartition> unclaimed = lanes.where(lane -> lane.wantsClaim(now));
        if (!unclaimed.isEmpty() && out < OUT) {
            lanes.forEach((partition, lane) -> {
                if (lane.wantsClaim(now)) {
                    lane.claimAsked();
                }
            });
            submit(new Job.Claim(unclaimed));
        }
        while (out < OUT) {
            var lane = lanes.mostDue(now);
            if (lane.isEmpty()) {
                break;
            }
            submit(new Job.Write(lane.get().take()));
        }
        if (out == 0 && now - renewedAt >= pace.renew().toMillis()) {
            renewedAt = now;
            var renewals = new ArrayList<Renewal>();
            lanes.forEach((partition, lane) -> {
                if (lane.idle()) {
                    renewals.add(new Renewal(
                            lane.owned().orElseThrow(),
                            lane.stored(),
                            lane.caughtUp().orElse(null)));
                }
            });
            submit(new Job.Renew(renewals));
        }
    }

    private void submit(Job job) {
        out++;
        jobs.submit(job);
    }

    // ---- from the worker and from Kafka's admin side

    void handle(Report report) {
        long now = clock.millis();
        switch (report) {
            case Report.Wrote(Chunk chunk, Outcome outcome) -> {
                out--;
                wrote(chunk, outcome, now);
            }
            case Report.ClaimsAnswered answered -> {
                out--;
                answered.results().forEach((partition, result) -> claimed(partition, result, now));
            }
            case Report.Renewed renewed -> {
                out--;
                database.answered();
                lanes.forEach((partition, lane) -> {
                    if (lane.owned().filter(renewed.lost()::contains).isPresent() && lane.idle()) {
                        fenced(partition, lane, now);
                    }
                });
            }
            case Report.NotRenewed(String why) -> {
                out--;
                unavailable(why, now);
            }
            case Report.Ends ends ->
                ends.ends().forEach((partition, end) -> {
                    Lane lane = lanes.of(partition);
                    if (lane != null) {
                        lane.sawEnd(end);
                    }
                });
            case Report.TopicIds topics ->
                lanes.forEach((partition, lane) -> lane.owned()
                        .filter(owned -> lane.phase() == Phase.RUNNING)
                        .filter(owned ->
                                !owned.source().topicId().equals(topics.ids().get(partition.topic())))
                        .ifPresent(owned -> lane.claimAgain("the topic's id has changed", now)));
            case Report.NoAnswer noAnswer -> LOG.debug("Kafka did not answer: {}", noAnswer.question());
            case Report.WorkerDied(Throwable cause) ->
                throw new IllegalStateException("the store worker has died", cause);
        }
    }

    private void wrote(Chunk chunk, Outcome outcome, long now) {
        var source = chunk.owned().source();
        Lane lane = lanes.of(new TopicPartition(source.topic(), source.partition()));
        boolean awaited = lane != null && lane.awaits(chunk);
        switch (outcome) {
            case Outcome.Stored stored -> {
                database.answered();
                metrics.stored(chunk, stored.tally(), now);
                if (awaited && lane != null) {
                    lane.stored(chunk, now);
                }
            }
            case Outcome.Fenced() -> {
                database.answered();
                if (awaited && lane != null && lane.retrying()) {
                    lane.retry(chunk, "an earlier chunk comes first", now);
                } else if (awaited && lane != null) {
                    fenced(new TopicPartition(source.topic(), source.partition()), lane, now);
                }
            }
            case Outcome.Unavailable(Kind kind, String why) -> {
                metrics.retried(kind);
                long retryAt = kind == Kind.DATABASE
                        ? unavailable(why, now)
                        : now
                                + pace.backoff()
                                        .delay(lane == null ? 1 : lane.failures() + 1, random)
                                        .toMillis();
                if (awaited && lane != null) {
                    warnOnce(lane, chunk + " waits: " + why);
                    lane.retry(chunk, why, retryAt);
                }
            }
            case Outcome.Broken(String why) -> {
                if (awaited && lane != null) {
                    stop(chunk.owned().source().toString(), lane, why, now);
                }
            }
        }
    }

    private void claimed(TopicPartition partition, ClaimResult result, long now) {
        @Nullable Lane lane = lanes.of(partition);
        if (!(result instanceof ClaimResult.Failed(String why, boolean database)) || !database) {
            this.database.answered();
        }
        if (lane == null || !lane.claiming()) {
            return;
        }
        switch (result) {
            case ClaimResult.Claimed claimed -> {
                LOG.info(
                        "{}: reading from offset {}{}",
                        partition,
                        claimed.offset(),
                        claimed.careful() ? ", one by one" : "");
                lane.claimed(claimed.owned(), claimed.offset(), claimed.leaderEpoch(), claimed.careful(), now);
            }
            case ClaimResult.Refused(String why) -> stop(partition.toString(), lane, why, now);
            case ClaimResult.Failed(String why, boolean ofDatabase) -> {
                warnOnce(lane, partition + " is not claimed yet: " + why);
                lane.claimFailed(
                        why,
                        ofDatabase
                                ? unavailable(why, now)
                                : now
                                        + pace.backoff()
                                                .delay(lane.failures() + 1, random)
                                                .toMillis());
            }
        }
    }

    /** Kafka does not have what these lanes want to read next. */
    void outOfPlace(Map<TopicPartition, OutOfPlace> partitions) {
        long now = clock.millis();
        partitions.forEach((partition, place) -> {
            Lane lane = lanes.of(partition);
            if (lane == null) {
                return;
            }
            switch (place) {
                case OutOfPlace.Truncated truncated -> stop(partition.toString(), lane, truncated.why(), now);
                // The claim compares progress with the log, and says what is lost.
                case OutOfPlace.OutOfRange outOfRange ->
                    lane.claimAgain(
                            outOfRange.why(),
                            now
                                    + pace.backoff()
                                            .delay(lane.failures() + 1, random)
                                            .toMillis());
            }
        });
    }

    private void fenced(TopicPartition partition, Lane lane, long now) {
        metrics.fenced();
        LOG.warn("{}: progress no longer stands where this writer left it: it is read again", partition);
        long retryAt = now
                + (lane.failures() == 0
                        ? 0
                        : pace.backoff().delay(lane.failures(), random).toMillis());
        lane.claimAgain("progress was moved or claimed by another writer", retryAt);
    }

    private void stop(String partition, Lane lane, String why, long now) {
        LOG.error(
                "{} is stopped, and tried again every {} s: {}",
                partition,
                pace.stoppedRetry().toSeconds(),
                why);
        lane.stop(why, now + pace.stoppedRetry().toMillis());
    }

    private long unavailable(String why, long now) {
        if (database.trouble().isEmpty()) {
            LOG.warn("the database does not take anything: {}", why);
        }
        return database.failed(why, now);
    }

    private static void warnOnce(Lane lane, String what) {
        if (lane.trouble().isEmpty()) {
            LOG.warn("{}", what);
        }
    }
}
