package dev.clacks.writer.replay;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.failed.FailedEvents;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.DryRunStore;
import dev.clacks.writer.store.Outcome;
import dev.clacks.writer.store.SqlFault;
import java.sql.SQLException;
import java.time.InstantSource;

/** Counts what a replay would do. For one thread. */
final class DryRunSink implements ReplaySink {

    private final DatabaseSession session;
    private final DryRunStore store;
    private String position = "";
    private Counts counts = Counts.NONE;

    DryRunSink(DatabaseSession session, InstantSource clock) {
        this.session = session;
        this.store = new DryRunStore(session, clock);
    }

    @Override
    public void write(Chunk chunk, String to, Counts beside) throws ReplayStoppedException {
        switch (store.write(chunk)) {
            case Outcome.Stored(var tally) -> step(to, beside.plus(ReplaySink.counted(tally, store)));
            case Outcome.Broken(String why) -> throw ReplayStoppedException.failed(why);
            case Outcome.Unavailable(var kind, String why) -> throw ReplayStoppedException.failed(why);
            case Outcome.Fenced() -> throw new IllegalStateException("nothing is fenced in a dry run");
        }
    }

    @Override
    public void step(String to, Counts beside) {
        position = to;
        counts = counts.plus(beside);
    }

    /** Counts all of them by one question. */
    @Override
    public int discard(FailedFilter filter, int atOnce) throws ReplayStoppedException {
        try {
            step("", Counts.discarded(FailedEvents.count(session.connection(), filter)));
            return 0;
        } catch (SQLException e) {
            session.discard();
            throw ReplayStoppedException.failed(SqlFault.of(e).summary());
        }
    }

    @Override
    public String position() {
        return position;
    }

    @Override
    public Counts counts() {
        return counts;
    }
}
