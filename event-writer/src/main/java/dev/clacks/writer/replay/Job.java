package dev.clacks.writer.replay;

import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.operation.Operation;
import dev.clacks.writer.operation.Run;
import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.SqlFault;
import java.sql.SQLException;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An operation that has begun and waits to be run, by any one thread, once. Close it in any case. */
public final class Job implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Job.class);

    /** What the job does until all is done. */
    @FunctionalInterface
    interface Work {
        void run(LongConsumer progress) throws ReplayStoppedException, InterruptedException;
    }

    private final DatabaseSession session;
    private final Run run;
    private final Patience patience;
    private final Work work;

    Job(DatabaseSession session, Run run, Patience patience, Work work) {
        this.session = session;
        this.run = run;
        this.patience = patience;
        this.work = work;
    }

    /** As it was when it began or was resumed. */
    public Operation operation() {
        return run.operation();
    }

    /** What all its runs have come to so far; for the thread that runs it. */
    public Counts counts() {
        return run.counts();
    }

    /**
     * Runs it to its end and notes down how it ended. When the thread is interrupted the operation stays as it is, to be
     * resumed.
     *
     * @param progress is told how far of the total it is
     * @return what all its runs have come to
     * @throws ReplayStoppedException when it was cancelled or failed
     */
    public Counts run(LongConsumer progress) throws ReplayStoppedException, InterruptedException {
        try {
            work.run(progress);
            if (!patience.query(session, run::done)) {
                throw ReplayStoppedException.cancelled();
            }
            return run.counts();
        } catch (ReplayStoppedException e) {
            if (!e.isCancelled()) {
                failed(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private void failed(String why) {
        try {
            run.failed(session.connection(), why);
        } catch (SQLException e) {
            session.discard();
            LOG.warn(
                    "operation {} stays as if it ran: {}",
                    operation().id(),
                    SqlFault.of(e).summary());
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
