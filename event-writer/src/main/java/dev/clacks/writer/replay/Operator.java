package dev.clacks.writer.replay;

import dev.clacks.common.event.EventRules;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.common.retry.Backoff;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.config.DatabaseSettings;
import dev.clacks.writer.config.WriteSettings;
import dev.clacks.writer.failed.Discard;
import dev.clacks.writer.failed.FailedEvents;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.operation.Actor;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.operation.Operations;
import dev.clacks.writer.operation.Run;
import dev.clacks.writer.progress.GroupLog;
import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.DryRunStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Begins, resumes and tries out replays and discards, the same for commands and for the admin port. Thread-safe. */
public final class Operator {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final KafkaSettings kafka;
    private final DatabaseSettings database;
    private final WriteSettings write;
    private final EventRules rules;
    private final GroupLog log;
    private final InstantSource clock;

    public Operator(
            KafkaSettings kafka,
            DatabaseSettings database,
            WriteSettings write,
            EventRules rules,
            GroupLog log,
            InstantSource clock) {
        this.kafka = kafka;
        this.database = database;
        this.write = write;
        this.rules = rules;
        this.log = log;
        this.clock = clock;
    }

    /** Counts what it would come to; changes nothing. */
    public Counts dryRun(Wish wish)
            throws SQLException, ExecutionException, TimeoutException, ReplayStoppedException, InterruptedException {
        try (DatabaseSession session = session()) {
            var sink = new DryRunSink(new DryRunStore(session, clock));
            var once = patience(Duration.ZERO);
            switch (wish) {
                case Wish.OfKafka(KafkaWish what) ->
                    replay(KafkaPlan.of(session.connection(), log, what), session, sink, once, 0, done -> {});
                case Wish.OfFailed(FailedFilter filter, boolean deadlyToo) ->
                    replay(filter.before(clock.instant()), deadlyToo, session, sink, once, 0, done -> {});
                case Wish.ToDiscard(FailedFilter filter) ->
                    sink.step("", Counts.discarded(FailedEvents.count(session.connection(), filter)));
            }
            return sink.counts();
        }
    }

    /** Begins it; nothing happens before the job is run. */
    public Job begin(Actor actor, Wish wish, int rate)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        DatabaseSession session = session();
        try {
            return switch (wish) {
                case Wish.OfKafka(KafkaWish what) -> {
                    KafkaPlan plan = KafkaPlan.of(session.connection(), log, what);
                    yield begin(session, actor, wish, new Arguments.OfKafka(plan, rate), plan.total());
                }
                case Wish.OfFailed(FailedFilter filter, boolean deadlyToo) -> {
                    var arguments = new Arguments.OfFailed(filter.before(clock.instant()), deadlyToo, rate);
                    long total = FailedEvents.count(session.connection(), arguments.filter());
                    yield begin(session, actor, wish, arguments, total);
                }
                case Wish.ToDiscard(FailedFilter filter) -> {
                    var arguments = new Arguments.ToDiscard(filter.before(clock.instant()));
                    long total = FailedEvents.count(session.connection(), arguments.filter());
                    yield begin(session, actor, wish, arguments, total);
                }
            };
        } catch (SQLException | ExecutionException | TimeoutException | InterruptedException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Goes on with one that was killed, cancelled or failed; whoever else runs it stops.
     *
     * @param deadly whether this process may look at records with which writers died, where the operation says so
     */
    public Job resume(Actor actor, UUID id, boolean deadly) throws SQLException {
        DatabaseSession session = session();
        try {
            // Before anybody is stopped for it.
            Arguments arguments = Arguments.of(Operations.find(session.connection(), id));
            return job(session, Run.resume(session.connection(), actor, id), arguments, deadly);
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private Job begin(DatabaseSession session, Actor actor, Wish wish, Arguments arguments, long total)
            throws SQLException {
        return job(session, Run.begin(session.connection(), actor, wish.kind(), arguments, total), arguments, true);
    }

    private Job job(DatabaseSession session, Run run, Arguments arguments, boolean deadly) {
        Patience patience = patience(LONGEST_WAIT);
        boolean ofRecords = arguments instanceof Arguments.OfKafka;
        var sink = new OperationSink(session, clock, write.failedCap(), run, ofRecords, patience);
        Job.Work work = switch (arguments) {
            case Arguments.OfKafka(KafkaPlan plan, int rate) ->
                progress -> replay(plan, session, sink, patience, rate, progress);
            case Arguments.OfFailed(FailedFilter filter, boolean deadlyToo, int rate) ->
                progress -> replay(filter, deadly && deadlyToo, session, sink, patience, rate, progress);
            case Arguments.ToDiscard(FailedFilter filter) ->
                progress -> discard(session, run, patience, filter, progress);
        };
        return new Job(session, run, patience, work);
    }

    private static void discard(
            DatabaseSession session, Run run, Patience patience, FailedFilter filter, LongConsumer progress)
            throws ReplayStoppedException, InterruptedException {
        int marked;
        do {
            marked = patience.query(session, connection -> Discard.step(connection, run, filter));
            if (marked < 0) {
                throw ReplayStoppedException.cancelled();
            }
            progress.accept(run.counts().found());
        } while (marked > 0);
    }

    private void replay(
            KafkaPlan plan,
            DatabaseSession session,
            ReplaySink sink,
            Patience patience,
            int rate,
            LongConsumer progress)
            throws ReplayStoppedException, InterruptedException {
        SameTopic.require(log, plan);
        var tunables = new HashMap<String, Object>(write.consumerProperties());
        tunables.put(ConsumerConfig.CLIENT_ID_CONFIG, "replay");
        var consumer = KafkaClients.consumer(kafka, tunables);
        try {
            new KafkaReplay(
                            plan,
                            consumer,
                            new RecordDecoder(kafka.topics().failed()),
                            session,
                            sink,
                            patience,
                            throttle(rate),
                            limits(),
                            progress,
                            clock)
                    .run();
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    private void replay(
            FailedFilter filter,
            boolean deadlyToo,
            DatabaseSession session,
            ReplaySink sink,
            Patience patience,
            int rate,
            LongConsumer progress)
            throws ReplayStoppedException, InterruptedException {
        new FailedReplay(filter, rules, session, sink, patience, throttle(rate), limits(), deadlyToo, progress).run();
    }

    private DatabaseSession session() {
        // Waits for the disk whatever the writers do: no fence would bring back what a crash of PostgreSQL took.
        return new DatabaseSession(database.address(), "clacks operation", true);
    }

    private Patience patience(Duration longest) {
        return new Patience(
                new Backoff(
                        write.firstBackoff().toJavaDuration(),
                        write.longestBackoff().toJavaDuration()),
                longest,
                clock);
    }

    private Throttle throttle(int rate) {
        return new Throttle(rate, clock, Thread::sleep);
    }

    private ChunkLimits limits() {
        return new ChunkLimits(write.chunkRows(), write.chunkSize().toBytes());
    }
}
