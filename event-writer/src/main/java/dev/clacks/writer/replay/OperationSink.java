package dev.clacks.writer.replay;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.Source;
import dev.clacks.writer.failed.Discard;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.operation.Run;
import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.Fence;
import dev.clacks.writer.store.Outcome;
import dev.clacks.writer.store.ReplayStore;
import dev.clacks.writer.store.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * Stores chunks under an operation: its position is their fence and its counts are committed with their rows, so a killed
 * replay is resumed where it stopped and says the truth. A record's replay also locks the row of its partition's progress, so
 * that it and the live writer never decide about the same record at once. For one thread.
 */
final class OperationSink implements ReplaySink, Fence {

    private static final String LOCK =
            "SELECT 1 FROM public.writer_progress" + " WHERE topic = ? AND topic_id = ? AND partition = ? FOR UPDATE";

    private final DatabaseSession session;
    private final Run run;
    private final boolean ofRecords;
    private final Patience patience;
    private final ReplayStore store;
    private String to = "";
    private Counts beside = Counts.NONE;

    /** @param ofRecords whether chunks come from Kafka, not from {@code failed_events} */
    OperationSink(
            DatabaseSession session,
            InstantSource clock,
            long failedCap,
            Run run,
            boolean ofRecords,
            Patience patience) {
        this.session = session;
        this.run = run;
        this.ofRecords = ofRecords;
        this.patience = patience;
        this.store = new ReplayStore(session, clock, failedCap, this);
    }

    @Override
    public void write(Chunk chunk, String toPosition, Counts counted)
            throws ReplayStoppedException, InterruptedException {
        to = toPosition;
        beside = counted;
        patience.untilDone(() -> switch (store.write(chunk)) {
            case Outcome.Stored stored -> {
                run.committed(toPosition);
                yield Patience.DONE;
            }
            case Outcome.Fenced() -> throw ReplayStoppedException.cancelled();
            case Outcome.Unavailable(var kind, String why) -> why;
            case Outcome.Broken(String why) -> throw ReplayStoppedException.failed(why);
        });
    }

    @Override
    public void step(String toPosition, Counts counted) throws ReplayStoppedException, InterruptedException {
        boolean moved = patience.query(session, connection -> run.step(connection, toPosition, counted));
        if (!moved) {
            throw ReplayStoppedException.cancelled();
        }
    }

    @Override
    public int discard(FailedFilter filter, int atOnce) throws ReplayStoppedException, InterruptedException {
        int marked = patience.query(session, connection -> Discard.step(connection, run, filter, atOnce));
        if (marked < 0) {
            throw ReplayStoppedException.cancelled();
        }
        return marked;
    }

    @Override
    public OptionalLong advance(Connection connection, Chunk chunk, Collection<String> apps, Instant earliestReceipt)
            throws SQLException {
        if (!run.move(connection, to)) {
            return OptionalLong.empty();
        }
        if (ofRecords) {
            lock(connection, chunk.owned().source());
        }
        return OptionalLong.of(1); // copies are the rule here: the tombstones are simply read
    }

    @Override
    public boolean alreadyStored(Connection connection, Chunk chunk) throws SQLException {
        return run.moved(connection, to);
    }

    @Override
    public void stored(Connection connection, Chunk chunk, Tally tally) throws SQLException {
        run.count(connection, beside.plus(ReplaySink.counted(tally, store)));
    }

    private static void lock(Connection connection, Source source) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setString(1, source.topic());
            select.setObject(2, source.topicId());
            select.setInt(3, source.partition());
            select.execute();
        }
    }

    @Override
    public String position() {
        return run.position();
    }

    @Override
    public Counts counts() {
        return run.counts();
    }
}
