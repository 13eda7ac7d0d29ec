package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * COPY into a table of the session, from there INSERT ... ON CONFLICT DO NOTHING: for chunks of which some rows are
 * stored already. The rows that were new are told by their offsets, which are unique within a chunk.
 */
final class StagedInsert implements EventInsert {

    /** A table of the session. */
    static final String TABLE = "pg_temp.incoming";

    private static final String CREATE =
            "CREATE TEMP TABLE IF NOT EXISTS incoming (LIKE public.events INCLUDING DEFAULTS) ON COMMIT DELETE ROWS";
    private static final String INSERT = "INSERT INTO public.events (" + BinaryCopy.COLUMNS + ") SELECT "
            + BinaryCopy.COLUMNS + " FROM " + TABLE
            + " ORDER BY retention_days, (\"timestamp\" AT TIME ZONE 'UTC')::date, event_id, app_id, org_id, \"timestamp\""
            + " ON CONFLICT DO NOTHING RETURNING kafka_offset";

    private final CopyInsert staging = new CopyInsert(TABLE);

    @Override
    public Inserted insert(Connection connection, Source source, List<PlacedRow> rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
            statement.execute("DELETE FROM " + TABLE);
        }
        staging.insert(connection, source, rows);
        Set<Long> offsets = new HashSet<>();
        try (PreparedStatement insert = connection.prepareStatement(INSERT);
                ResultSet inserted = insert.executeQuery()) {
            while (inserted.next()) {
                offsets.add(inserted.getLong(1));
            }
        }
        return Inserted.all(rows.stream()
                .filter(row -> offsets.contains(row.row().offset()))
                .toList());
    }
}
