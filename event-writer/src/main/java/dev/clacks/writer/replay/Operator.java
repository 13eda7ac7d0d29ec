package dev.clacks.writer.replay;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.event.EventRules;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.common.retry.Backoff;
import dev.clacks.common.time.SteadyClock;
import dev.clacks.writer.config.DatabaseSettings;
import dev.clacks.writer.config.WriteSettings;
import dev.clacks.writer.failed.FailedEvents;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.operation.Operation;
import dev.clacks.writer.operation.Operations;
import dev.clacks.writer.operation.Run;
import dev.clacks.writer.progress.GroupLog;
import dev.clacks.writer.progress.KnownTopic;
import dev.clacks.writer.store.DatabaseSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Begins, resumes and tries out replays and discards, the same for commands and for the admin port. Thread-safe. */
public final class Operator {

    /** Events a second where an operator says nothing; a dry run then goes as fast as it can. */
    public static final int USUAL_RATE = 5_000;

    /** The most that can be asked for, events a second. */
    public static final int HIGHEST_RATE = 1_000_000;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final List<String> topics;
    private final DatabaseSettings database;
    private final WriteSettings write;
    private final GroupLog log;
    /** For what is compared with stored times; what is waited for goes by the steady one. */
    private final InstantSource clock;

    private final InstantSource steady = new SteadyClock();
    private final Works works;

    public Operator(
            KafkaSettings kafka,
            DatabaseSettings database,
            WriteSettings write,
            EventRules rules,
            GroupLog log,
            InstantSource clock) {
        this.topics = List.of(kafka.topics().events(), kafka.topics().failed());
        this.database = database;
        this.write = write;
        this.log = log;
        this.clock = clock;
        this.works = new Works(kafka, write, rules, log, steady);
    }

    /** What is asked for, as of now, and how much there is to look at. */
    private record Planned(Arguments arguments, long total) {}

    /**
     * Plans it, to be counted only.
     *
     * @param rate events a second at most; 0 for as fast as it goes
     */
    public DryRun dryRun(Wish wish, int rate)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        DatabaseSession session = session();
        try {
            Planned planned = plan(session.connection(), wish, rate);
            var sink = new DryRunSink(session, clock);
            Job.Work work = works.of(planned.arguments, session, sink, patience(Duration.ZERO), true);
            return new DryRun(session, sink, planned.total, work);
        } catch (SQLException | ExecutionException | TimeoutException | InterruptedException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Begins it; nothing happens before the job is run.
     *
     * @param rate events a second at most; 0 for as fast as it goes
     */
    public Job begin(Actor actor, Wish wish, int rate)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        DatabaseSession session = session();
        try {
            Planned planned = plan(session.connection(), wish, rate);
            Run run = Run.begin(session.connection(), actor, wish.kind(), planned.arguments, planned.total);
            return job(session, run, planned.arguments, true);
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
    public Job resume(Actor actor, UUID id, boolean deadly)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        DatabaseSession session = session();
        try {
            // Before anybody is stopped for it.
            Operation before = Operations.find(session.connection(), id);
            Planned planned = further(session.connection(), before);
            Run run = Run.resume(session.connection(), actor, before, planned.arguments, planned.total);
            return job(session, run, planned.arguments, deadly);
        } catch (SQLException | ExecutionException | TimeoutException | InterruptedException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** What is asked for still, and more of it where Kafka could not tell of all. */
    private Planned further(Connection connection, Operation before)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        Arguments arguments = Arguments.of(before);
        if (arguments instanceof Arguments.OfKafka(KafkaPlan plan, int rate)
                && !plan.leaderless().isEmpty()) {
            KafkaPlan more = plan.further(connection, log);
            return new Planned(new Arguments.OfKafka(more, rate), before.total() - plan.total() + more.total());
        }
        return new Planned(arguments, before.total());
    }

    private Planned plan(Connection connection, Wish wish, int rate)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        return switch (wish) {
            case Wish.OfKafka(KafkaWish what) -> {
                KnownTopic.require(what.topic(), topics);
                KafkaPlan plan = KafkaPlan.of(connection, log, what);
                yield new Planned(new Arguments.OfKafka(plan, rate), plan.total());
            }
            case Wish.OfFailed(FailedFilter filter, boolean deadlyToo) -> {
                FailedFilter meant = filter.stored(connection).before(clock.instant());
                long total = FailedEvents.count(connection, meant);
                yield new Planned(new Arguments.OfFailed(meant, deadlyToo, rate), total);
            }
            case Wish.ToDiscard(FailedFilter filter) -> {
                FailedFilter meant = filter.stored(connection).before(clock.instant());
                yield new Planned(new Arguments.ToDiscard(meant, rate), FailedEvents.count(connection, meant));
            }
        };
    }

    private Job job(DatabaseSession session, Run run, Arguments arguments, boolean deadly) {
        Patience patience = patience(LONGEST_WAIT);
        boolean ofRecords = arguments instanceof Arguments.OfKafka;
        var sink = new OperationSink(session, clock, write.failedCap(), run, ofRecords, patience);
        return new Job(session, run, patience, works.of(arguments, session, sink, patience, deadly));
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
                steady);
    }
}
