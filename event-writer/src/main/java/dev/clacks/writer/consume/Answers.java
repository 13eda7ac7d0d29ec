package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.consume.Standing.Phase;
import dev.clacks.writer.metrics.WriterMetrics;
import dev.clacks.writer.progress.ClaimResult;
import dev.clacks.writer.progress.TopicSeen;
import dev.clacks.writer.store.Outcome;
import dev.clacks.writer.store.SqlFault.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What reports mean for the lanes. It touches neither Kafka nor the database. For the loop's thread. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final Inbox inbox;
    private final Lanes lanes;
    private final Dispatch dispatch;
    private final Setbacks setbacks;
    private final LagReport lag;
    private final WriterMetrics metrics;
    private final InstantSource clock;

    Answers(
            Inbox inbox,
            Lanes lanes,
            Dispatch dispatch,
            Setbacks setbacks,
            LagReport lag,
            WriterMetrics metrics,
            InstantSource clock) {
        this.inbox = inbox;
        this.lanes = lanes;
        this.dispatch = dispatch;
        this.setbacks = setbacks;
        this.lag = lag;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Takes in what is there. */
    void drain() {
        inbox.drain(this::handle);
    }

    /** Waits for a report, at most so many milliseconds, and takes it in. */
    void await(long millis) throws InterruptedException {
        inbox.await(millis, this::handle);
    }

    private void handle(Report report) {
        long now = clock.millis();
        switch (report) {
            case Report.Wrote(Chunk chunk, Outcome outcome, long atMillis) -> {
                dispatch.answered();
                wrote(chunk, outcome, atMillis, now);
            }
            case Report.ClaimsAnswered answered -> {
                dispatch.answered();
                answered.results()
                        .forEach((partition, result) ->
                                claimed(partition, answered.lanes().get(partition), result, now));
            }
            case Report.LogStands(var partition, var lane, var log) ->
                lanes.find(partition).filter(lane::equals).ifPresent(asked -> {
                    asked.progress().committed(log.committed());
                    asked.standing().logStands(log, now);
                });
            case Report.LogUnknown(var partition, var lane, var why) ->
                lanes.find(partition)
                        .filter(lane::equals)
                        .ifPresent(asked ->
                                asked.standing().logUnknown(why, setbacks.retryAt(false, why, partition, asked, now)));
            case Report.Renewed renewed -> {
                dispatch.answered();
                setbacks.databaseAnswered();
                renewed.completeThrough().forEach(metrics::completeThrough);
                lanes.forEach((partition, lane) -> {
                    if (lane.owned().filter(renewed.lost()::contains).isPresent() && lane.idle()) {
                        setbacks.fenced(partition, lane, now);
                    }
                });
            }
            case Report.NotRenewed(String why) -> {
                dispatch.answered();
                setbacks.unavailable(why, now);
            }
            case Report.Ends ends ->
                ends.ends()
                        .forEach((partition, end) -> lanes.find(partition)
                                .ifPresent(lane -> lane.progress().sawEnd(end)));
            case Report.Topics topics -> {
                dispatch.sawTopics(topics.seen().values());
                compare(topics.seen(), now);
            }
            case Report.Retention retention -> lag.retention(retention.byTopic());
            case Report.WorkerDied(Throwable cause) -> dispatch.workerDied(cause);
        }
    }

    private void wrote(Chunk chunk, Outcome outcome, long atMillis, long now) {
        if (outcome instanceof Outcome.Stored(var tally)) {
            metrics.stored(chunk, tally, atMillis);
        }
        if (outcome instanceof Outcome.Stored || outcome instanceof Outcome.Fenced) {
            setbacks.databaseAnswered();
        }
        var source = chunk.owned().source();
        var partition = new TopicPartition(source.topic(), source.partition());
        lanes.find(partition).filter(lane -> lane.awaits(chunk)).ifPresent(lane -> {
            switch (outcome) {
                case Outcome.Stored stored -> {
                    lane.stored(chunk, now);
                    lane.runOut().ifPresent(why -> setbacks.claimAgain(lane, why, now));
                }
                case Outcome.Fenced()
                when lane.retryingBefore(chunk) -> lane.retry(chunk, "an earlier chunk comes first", now);
                case Outcome.Fenced() -> setbacks.fenced(partition, lane, now);
                case Outcome.Unavailable(Kind kind, String why) -> {
                    metrics.retried(kind);
                    lane.retry(chunk, why, setbacks.retryAt(kind == Kind.DATABASE, why, partition, lane, now));
                }
                case Outcome.Broken(String why) -> setbacks.stop(partition, lane, why, now);
            }
        });
    }

    private void claimed(TopicPartition partition, @Nullable Lane asking, ClaimResult result, long now) {
        if (!(result instanceof ClaimResult.Failed)) {
            setbacks.databaseAnswered();
        }
        lanes.find(partition)
                .filter(lane -> lane.equals(asking) && lane.standing().claiming())
                .ifPresent(lane -> {
                    switch (result) {
                        case ClaimResult.Claimed(
                                var owned,
                                long offset,
                                Integer leaderEpoch,
                                boolean careful,
                                Instant storedUpTo) -> {
                            LOG.info("{}: reading from offset {}{}", partition, offset, careful ? ", one by one" : "");
                            lane.claimed(owned, offset, leaderEpoch, careful);
                            lane.progress().storedUpTo(storedUpTo);
                        }
                        case ClaimResult.Refused(String why, Long next, Instant storedUpTo) -> {
                            if (next != null) {
                                lane.progress().believed(next, storedUpTo);
                            }
                            setbacks.stop(partition, lane, why, now);
                        }
                        case ClaimResult.Ahead(String why, long next, long end) -> {
                            if (lane.standing().truncated(next, end)) {
                                setbacks.stop(partition, lane, why, now);
                            } else {
                                setbacks.claimOnceMore(
                                        lane, "progress has gone past the log's end as Kafka told it", now);
                            }
                        }
                        case ClaimResult.Failed(String why, boolean ofDatabase) ->
                            lane.standing().claimFailed(why, setbacks.retryAt(ofDatabase, why, partition, lane, now));
                    }
                });
    }

    /** Offsets mean nothing in a topic that was made again: the claim finds out, and says so. */
    private void compare(Map<String, TopicSeen> topics, long now) {
        lanes.forEach((partition, lane) -> lane.owned()
                .filter(owned -> lane.standing().phase() == Phase.RUNNING)
                .filter(owned -> {
                    TopicSeen topic = topics.get(partition.topic());
                    return topic == null || !owned.source().topicId().equals(topic.topicId());
                })
                .ifPresent(owned -> setbacks.claimAgain(lane, "the topic's id has changed", now)));
    }

    /** Kafka does not have what these lanes want to read next. */
    void outOfPlace(Map<TopicPartition, OutOfPlace> partitions) {
        long now = clock.millis();
        partitions.forEach((partition, place) -> lanes.find(partition).ifPresent(lane -> {
            switch (place) {
                case OutOfPlace.Truncated(String why) -> setbacks.stop(partition, lane, why, now);
                case OutOfPlace.OutOfRange(String why) -> {
                    // The claim compares progress with the log, and says what is lost: less, once all is stored that
                    // was read.
                    lane.noneAfter(why);
                    lane.runOut().ifPresent(reason -> setbacks.claimAgain(lane, reason, now));
                }
            }
        }));
    }
}
