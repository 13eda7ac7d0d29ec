package dev.clacks.bench.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** COPY into a temporary table, INSERT ... SELECT ... ON CONFLICT from there. */
record StagedCopy() implements Way {

    private static final String CREATE =
            "CREATE TEMP TABLE IF NOT EXISTS incoming (LIKE public.events INCLUDING DEFAULTS) ON COMMIT DELETE ROWS";
    private static final String INSERT = "INSERT INTO public.events (" + Columns.NAMES + ") SELECT " + Columns.NAMES
            + " FROM pg_temp.incoming ON CONFLICT DO NOTHING";

    @Override
    public String name() {
        return "staging table";
    }

    @Override
    public void insert(Connection connection, Piece piece) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
        RawCopy.copy(connection, "pg_temp.incoming", piece);
        try (var insert = connection.prepareStatement(INSERT)) {
            insert.executeUpdate();
        }
    }
}
