package dev.clacks.bench.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** One prepared statement with a tuple for each row: INSERT ... VALUES (...), (...), ... ON CONFLICT DO NOTHING. */
record ValuesInsert(String table) implements Way {

    private static final String TUPLE = "(" + Columns.each((i, type) -> type.equals("jsonb") ? "?::jsonb" : "?") + ")";

    @Override
    public String name() {
        return "VALUES";
    }

    @Override
    public void insert(Connection connection, Piece piece) throws SQLException {
        String sql = "INSERT INTO " + table + " (" + Columns.NAMES + ") VALUES "
                + String.join(", ", Collections.nCopies(piece.rows().size(), TUPLE)) + " ON CONFLICT DO NOTHING";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int parameter = 1;
            for (@Nullable Object[] row : piece.rows()) {
                for (@Nullable Object value : row) {
                    insert.setObject(parameter++, value);
                }
            }
            insert.executeUpdate();
        }
    }
}
