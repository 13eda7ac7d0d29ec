package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Source;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * COPY in binary form: the cheapest way in. It takes all rows or, where one is there already or is refused, fails and with
 * it the transaction.
 */
final class CopyInsert implements EventInsert {

    /** Where events belong. */
    static final String EVENTS = "public.events";

    private final BinaryCopy encoder = new BinaryCopy();
    private final String statement;

    /** @param table where to; with the columns of {@code events} */
    CopyInsert(String table) {
        this.statement = beginning(table) + BinaryCopy.COLUMNS + ") FROM STDIN (FORMAT binary)";
    }

    /** What every statement into that table begins with. */
    static String beginning(String table) {
        return "COPY " + table + " (";
    }

    @Override
    public Inserted insert(Connection connection, Source source, List<PlacedRow> rows) throws SQLException {
        ByteBuffer data = encoder.encode(source, rows);
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        try {
            copy.writeToCopy(data.array(), data.arrayOffset(), data.remaining());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        return Inserted.all(rows);
    }
}
