package dev.clacks.writer.replay;

import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.store.DatabaseSession;
import java.util.function.LongConsumer;

/** A replay or a discard that is planned and changes nothing, to be run by any one thread, once. Close it in any case. */
public final class DryRun implements AutoCloseable {

    private final DatabaseSession session;
    private final ReplaySink sink;
    private final long total;
    private final Job.Work work;

    DryRun(DatabaseSession session, ReplaySink sink, long total, Job.Work work) {
        this.session = session;
        this.sink = sink;
        this.total = total;
        this.work = work;
    }

    /** How much there is to look at: offsets, or failed events. */
    public long total() {
        return total;
    }

    /** What it has counted so far; for the thread that runs it. */
    public Counts counts() {
        return sink.counts();
    }

    /**
     * Counts what it would come to.
     *
     * @param progress is told how far of the total it is
     * @throws ReplayStoppedException when a server refused; a dry run does not try again
     */
    public Counts run(LongConsumer progress) throws ReplayStoppedException, InterruptedException {
        work.run(progress);
        return sink.counts();
    }

    @Override
    public void close() {
        session.close();
    }
}
