package dev.clacks.writer.store;

import dev.clacks.writer.chunk.EventKey;
import dev.clacks.writer.chunk.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Inserts events whose records may be in {@code failed_events}: what an operator discarded is left out, and what is stored
 * now no longer counts as failed, all records of it that come in the chunk. For one thread.
 */
final class AgainInsert implements EventInsert {

    private final EventInsert inner;
    private int discarded;

    AgainInsert(EventInsert inner) {
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
        Set<EventKey> refused = new HashSet<>();
        inserted.refused().forEach(one -> refused.add(one.row().key()));
        List<Long> stored = wanted.stream()
                .filter(row -> !refused.contains(row.key()))
                .map(row -> row.row().offset())
                .filter(offset -> FailedStates.FAILED.equals(states.get(offset)))
                .toList();
        FailedStates.replayed(connection, source, rows, stored);
        return inserted;
    }
}
