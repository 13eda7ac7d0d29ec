package dev.clacks.writer.store;

import dev.clacks.writer.chunk.EventKey;
import dev.clacks.writer.chunk.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leaves out what comes again within a chunk: of each key the first record goes in. */
final class DistinctInsert implements EventInsert {

    private final EventInsert inner;

    /** @param inner may rely on each key being there once */
    DistinctInsert(EventInsert inner) {
        this.inner = inner;
    }

    @Override
    public Inserted insert(Connection connection, Source source, List<PlacedRow> rows) throws SQLException {
        var distinct = new ArrayList<PlacedRow>(rows.size());
        @Nullable EventKey last = null;
        for (PlacedRow row : rows) {
            if (!row.key().equals(last)) {
                distinct.add(row);
                last = row.key();
            }
        }
        return inner.insert(connection, source, distinct);
    }
}
