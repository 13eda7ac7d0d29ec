package dev.clacks.bench.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * One prepared statement with a tuple for each row: INSERT ... VALUES (...), (...), ... ON CONFLICT DO NOTHING.
 *
 * @param jsonAs the type that the table has for JSON
 */
record ValuesInsert(String table, String jsonAs) implements Way {

    /** Into a table with the types of {@code events}. */
    ValuesInsert(String table) {
        this(table, "jsonb");
    }

    @Override
    public String name() {
        return "VALUES";
    }

    @Override
    public void insert(Connection connection, Piece piece) throws SQLException {
        String tuple = "(" + Columns.each((i, column) -> column.isJson() ? "?::" + jsonAs : "?") + ")";
        String sql = "INSERT INTO " + table + " (" + Columns.NAMES + ") VALUES "
                + String.join(", ", Collections.nCopies(piece.rows().size(), tuple)) + " ON CONFLICT DO NOTHING";
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
