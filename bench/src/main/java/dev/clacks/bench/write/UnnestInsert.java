package dev.clacks.bench.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One array of texts for each column, cast to its type: INSERT ... SELECT ... FROM unnest(...) ON CONFLICT DO NOTHING. */
record UnnestInsert() implements Way {

    private static final String SQL = "INSERT INTO public.events (" + Columns.NAMES + ") SELECT "
            + Columns.each((i, column) -> "c" + i + "::" + column.type()) + " FROM unnest("
            + Columns.each((i, column) -> "?::text[]") + ") AS u (" + Columns.each((i, column) -> "c" + i)
            + ") ON CONFLICT DO NOTHING";

    @Override
    public String name() {
        return "unnest with casts";
    }

    @Override
    public void insert(Connection connection, Piece piece) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(SQL)) {
            for (int i = 0; i < Columns.COUNT; i++) {
                insert.setArray(i + 1, connection.createArrayOf("text", texts(piece.rows(), i)));
            }
            insert.executeUpdate();
        }
    }

    private static @Nullable Object[] texts(List<@Nullable Object[]> rows, int column) {
        var texts = new @Nullable Object[rows.size()];
        for (int i = 0; i < texts.length; i++) {
            @Nullable Object value = rows.get(i)[column];
            texts[i] = value == null ? null : value.toString();
        }
        return texts;
    }
}
