package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.progress.ClaimResult;
import dev.clacks.writer.progress.Claims;
import dev.clacks.writer.progress.Renewals;
import dev.clacks.writer.progress.TopicProgress;
import dev.clacks.writer.store.ChunkStore;
import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.Outcome;
import dev.clacks.writer.store.SqlFault;
import dev.clacks.writer.store.SqlFault.Kind;
import dev.clacks.writer.store.StalledCopies;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that talks to PostgreSQL for one loop, over one connection. It takes one job at a time, makes one attempt and
 * reports; the loop decides what follows. {@link #submit} is called by the loop's thread alone.
 */
final class StoreWorker implements Jobs {

    private static final Logger LOG = LoggerFactory.getLogger(StoreWorker.class);

    private final ChunkStore store;
    private final Claims claims;
    private final Renewals renewals;
    private final TopicProgress topics;
    private final DatabaseSession session;
    private final StalledCopies stalled;
    private final Consumer<Report> reports;
    private final InstantSource clock;
    private final BlockingQueue<Job> jobs = new ArrayBlockingQueue<>(64);
    private final Thread thread;
    private volatile boolean closing;

    StoreWorker(
            String name,
            ChunkStore store,
            Claims claims,
            Renewals renewals,
            TopicProgress topics,
            DatabaseSession session,
            Consumer<Report> reports,
            InstantSource clock) {
        this.store = store;
        this.claims = claims;
        this.renewals = renewals;
        this.topics = topics;
        this.session = session;
        this.stalled = new StalledCopies(session);
        this.reports = reports;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::work);
    }

    @Override
    public void submit(Job job) {
        jobs.add(job);
    }

    @Override
    public void cancel() {
        Thread.ofVirtual().name(thread.getName() + "-cancel").start(session::cancel);
    }

    /** Ends after the job in hand, waiting a little; what is queued is dropped, and so is a job that takes longer. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    private void work() {
        try (session) {
            while (!closing) {
                @Nullable Job job = jobs.poll(100, TimeUnit.MILLISECONDS);
                if (job != null) {
                    reports.accept(perform(job));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted while closing");
        } catch (RuntimeException | Error e) {
            reports.accept(new Report.WorkerDied(e));
        }
    }

    private Report perform(Job job) {
        return switch (job) {
            case Job.Claim claim -> {
                var answers = claims.claim(claim.logs());
                if (answers.values().stream()
                        .anyMatch(answer -> answer instanceof ClaimResult.Failed failed && !failed.database())) {
                    stalled.end();
                }
                yield new Report.ClaimsAnswered(answers, claim.lanes());
            }
            case Job.Renew renew -> renew(renew);
            case Job.Write write -> {
                Outcome outcome = write(write.chunk());
                if (outcome instanceof Outcome.Unavailable unavailable && unavailable.kind() == Kind.BUSY) {
                    stalled.end();
                }
                yield new Report.Wrote(write.chunk(), outcome, clock.millis());
            }
        };
    }

    @SuppressWarnings("CatchingUnchecked") // a bug met here must stop one partition, not silence the worker
    private Outcome write(Chunk chunk) {
        try {
            return store.write(chunk);
        } catch (RuntimeException e) {
            LOG.error("{}: storing failed unexpectedly", chunk, e);
            session.discard();
            return new Outcome.Broken("unexpected: " + e);
        }
    }

    private Report renew(Job.Renew renew) {
        try {
            var lost = renewals.renew(renew.renewals()); // first: what it writes counts in what follows
            return new Report.Renewed(lost, topics.note(renew.topics()));
        } catch (SQLException e) {
            SqlFault fault = SqlFault.of(e);
            if (fault.kind() == Kind.BUSY || fault.kind() == Kind.CONFLICT) {
                LOG.debug("nothing is confirmed this time: {}", fault.summary());
                return new Report.Renewed(Set.of(), Map.of());
            }
            session.discard();
            return new Report.NotRenewed(fault.summary());
        }
    }
}
