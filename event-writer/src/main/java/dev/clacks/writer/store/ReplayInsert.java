package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Inserts events whose records may be in {@code failed_events}: what an operator discarded is left out, and what is stored
 * now no longer counts as failed. For one thread.
 */
final class ReplayInsert implements EventInsert {

    private final EventInsert inner;
    private int discarded;

    ReplayInsert(EventInsert inner) {
        this.inner = inner;
    }

    /** A chunk follows, of which there may be nothing to insert. */
    void begin() {
        discarded = 0;
    }

    /** How many rows of the last chunk were left out. */
    int discarded() {
        return discarded;
    }

    @Override
    public Inserted insert(Connection connection, Source source, List<PlacedRow> rows) throws SQLException {
        Map<Long, String> states = FailedStates.locked(connection, source, rows);
        List<PlacedRow> wanted = rows.stream()
                .filter(row ->
                        !FailedStates.DISCARDED.equals(states.get(row.row().offset())))
                .toList();
        discarded = rows.size() - wanted.size();
        if (wanted.isEmpty()) {
            return Inserted.all(wanted);
        }
        Inserted inserted = inner.insert(connection, source, wanted);
        Set<Long> stored = new HashSet<>();
        wanted.forEach(row -> stored.add(row.row().offset()));
        inserted.refused().forEach(refused -> stored.remove(refused.row().row().offset()));
        stored.removeIf(offset -> !FailedStates.FAILED.equals(states.get(offset)));
        FailedStates.replayed(connection, source, rows, stored);
        return inserted;
    }
}
