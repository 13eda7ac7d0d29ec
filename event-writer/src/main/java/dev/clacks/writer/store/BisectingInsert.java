package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Source;
import dev.clacks.writer.store.SqlFault.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the rows that PostgreSQL refuses by halving, each half under a savepoint, and lets their neighbours in. Only what
 * is a row's own fault is searched for; anything else is the caller's.
 */
final class BisectingInsert implements EventInsert {

    private final EventInsert inner;

    BisectingInsert(EventInsert inner) {
        this.inner = inner;
    }

    @Override
    public Inserted insert(Connection connection, Source source, List<PlacedRow> rows) throws SQLException {
        var inserted = new ArrayList<PlacedRow>(rows.size());
        var refused = new ArrayList<Refused>();
        search(connection, source, rows, inserted, refused);
        return new Inserted(inserted, refused);
    }

    private void search(
            Connection connection, Source source, List<PlacedRow> rows, List<PlacedRow> inserted, List<Refused> refused)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            inserted.addAll(inner.insert(connection, source, rows).rows());
            connection.releaseSavepoint(before);
            return;
        } catch (SQLException e) {
            SqlFault fault = SqlFault.of(e);
            if (fault.kind() != Kind.RECORD) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            if (rows.size() == 1) {
                refused.add(new Refused(rows.getFirst(), fault));
                return;
            }
        }
        int middle = rows.size() / 2;
        search(connection, source, rows.subList(0, middle), inserted, refused);
        search(connection, source, rows.subList(middle, rows.size()), inserted, refused);
    }
}
