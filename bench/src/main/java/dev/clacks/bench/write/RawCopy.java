package dev.clacks.bench.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Binary COPY and nothing else: the floor. It is not idempotent, and counts nothing.
 *
 * @param underSavepoint with a savepoint before it, to which a copy of a stored event could be undone
 */
record RawCopy(boolean underSavepoint) implements Way {

    static final String COPY = "COPY %s (" + Columns.NAMES + ") FROM STDIN (FORMAT binary)";

    @Override
    public String name() {
        return underSavepoint ? "COPY under a savepoint" : "raw COPY";
    }

    @Override
    public void insert(Connection connection, Piece piece) throws SQLException {
        if (underSavepoint) {
            Savepoint before = connection.setSavepoint();
            copy(connection, "public.events", piece);
            connection.releaseSavepoint(before);
        } else {
            copy(connection, "public.events", piece);
        }
    }

    static void copy(Connection connection, String table, Piece piece) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY.formatted(table));
        copy.writeToCopy(piece.binary(), 0, piece.binary().length);
        copy.endCopy();
    }
}
