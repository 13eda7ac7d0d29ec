package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** One way to get rows into {@code events}, inside a transaction that the caller has begun. */
interface EventInsert {

    /** What became of the rows. */
    record Inserted(List<PlacedRow> rows, List<Refused> refused) {

        static Inserted all(List<PlacedRow> rows) {
            return new Inserted(rows, List.of());
        }
    }

    /** A row that PostgreSQL would not take. */
    record Refused(PlacedRow row, SqlFault fault) {}

    /**
     * Inserts the rows, which come in {@link PlacedRow#ORDER}, those of one key in the order of their offsets.
     *
     * @return the rows that were not there before, and the refused ones; the rest was, or came again
     */
    Inserted insert(Connection connection, Source source, List<PlacedRow> rows) throws SQLException;
}
