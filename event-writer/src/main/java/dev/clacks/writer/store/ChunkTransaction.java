package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.chunk.FailedRow;
import dev.clacks.writer.chunk.Failure;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.store.EventInsert.Inserted;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The one transaction of a chunk (W1): fence, events, counts, failures, in this order, the same for every writer. What is
 * asked for outside of it (classes of retention, missing partitions) comes first. For one thread.
 *
 * <p>A failed attempt is rolled back whole. The alternative, a savepoint around the first COPY, would cost every chunk a
 * round trip and a subtransaction for the sake of the few that meet a copy.
 */
final class ChunkTransaction {

    private final RetentionClasses classes;
    private final Leaves leaves = new Leaves();
    private final Fence fence;
    private final EventCounts counts = new EventCounts();
    private final FailedEvents failures;
    private @Nullable Connection last;

    ChunkTransaction(InstantSource clock, long failedCap, Fence fence) {
        this.fence = fence;
        this.classes = new RetentionClasses(clock);
        this.failures = new FailedEvents(failedCap);
    }

    /** One attempt, committed when it returns {@link Outcome.Stored}; rolled back otherwise and when it throws. */
    Outcome run(Connection connection, Chunk chunk, EventInsert insert) throws SQLException {
        if (!connection.equals(last)) {
            // The one before may have died with a server that came back without its last commits.
            counts.forget();
            last = connection;
        }
        SortedChunk sorted = SortedChunk.of(chunk);
        if (!sorted.events().isEmpty()) {
            classes.refresh(connection, sorted.organisations());
        }
        List<PlacedRow> placed = sorted.events().stream()
                .map(row ->
                        PlacedRow.of(row, classes.days(row.orgId(), row.event().timestampMicros())))
                .sorted(PlacedRow.ORDER)
                .toList();
        leaves.ensure(
                connection, placed.stream().map(PlacedRow::leaf).distinct().toList());
        // For every day of receipt, since any row may yet be refused.
        leaves.ensureFailed(connection, sorted.receivedOn(chunk));
        connection.setAutoCommit(false);
        try {
            Outcome outcome = inTransaction(connection, chunk, sorted, placed, insert);
            if (outcome instanceof Outcome.Stored) {
                connection.commit();
                counts.committed();
            } else {
                rollBack(connection);
            }
            connection.setAutoCommit(true);
            return outcome;
        } catch (SQLException e) {
            try {
                rollBack(connection);
                connection.setAutoCommit(true);
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private void rollBack(Connection connection) throws SQLException {
        counts.rolledBack();
        connection.rollback();
    }

    /** What is remembered about partitions may be wrong. */
    void forgetLeaves() {
        leaves.forget();
    }

    private Outcome inTransaction(
            Connection connection, Chunk chunk, SortedChunk sorted, List<PlacedRow> placed, EventInsert insert)
            throws SQLException {
        var applications = sorted.applications();
        var earliest = sorted.earliestReceipt(chunk);
        OptionalLong stones = fence.advance(connection, chunk, applications, earliest);
        if (stones.isEmpty()) {
            return fence.alreadyStored(connection, chunk) ? new Outcome.Stored(Tally.NOTHING) : new Outcome.Fenced();
        }
        Tombstones tombstones =
                stones.getAsLong() == 0 ? Tombstones.NONE : Tombstones.of(connection, applications, earliest);
        List<PlacedRow> living =
                placed.stream().filter(row -> !tombstones.cover(row.row())).toList();
        List<FailedRow> failed = new ArrayList<>(
                sorted.failed().stream().filter(row -> !tombstones.cover(row)).toList());
        int erased = placed.size() - living.size() + sorted.failed().size() - failed.size();

        Inserted inserted = living.isEmpty()
                ? Inserted.all(living)
                : insert.insert(connection, chunk.owned().source(), living);
        counts.add(connection, inserted.rows());
        inserted.refused().forEach(refused -> failed.add(failedRow(refused.row().row(), refused.fault())));
        if (!failed.isEmpty()) {
            failures.add(connection, chunk.owned().source(), failed);
        }
        int duplicates =
                living.size() - inserted.rows().size() - inserted.refused().size();
        var tally = new Tally(inserted.rows().size(), duplicates, erased, byCode(failed));
        fence.stored(connection, chunk, tally);
        return new Outcome.Stored(tally);
    }

    private static FailedRow failedRow(EventRow row, SqlFault fault) {
        // The server's message may quote the value: the state and the constraint say enough.
        String message = "PostgreSQL refused the row: SQLSTATE " + fault.state()
                + (fault.constraint().isEmpty() ? "" : ", constraint " + fault.constraint());
        return RecordDecoder.failed(
                row, new Failure(Failure.Stage.WRITER, "sqlstate_" + fault.state(), fault.constraint(), message));
    }

    private static Map<String, Integer> byCode(List<FailedRow> rows) {
        var codes = new HashMap<String, Integer>();
        rows.forEach(row -> codes.merge(row.failure().countedAs(), 1, Integer::sum));
        return codes;
    }
}
