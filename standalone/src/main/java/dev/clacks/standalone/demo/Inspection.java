package dev.clacks.standalone.demo;

import dev.clacks.common.db.DatabaseUrl;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks up in the database what is where. For one thread. */
public final class Inspection implements AutoCloseable {

    private static final String BY_TYPE = """
            SELECT a.name, c.event_type, c.counted, coalesce(e.stored, 0)
            FROM (SELECT app_id, event_type, sum(events) AS counted FROM event_counts GROUP BY 1, 2) c
            JOIN applications a USING (app_id)
            LEFT JOIN (SELECT app_id, event_type, count(*) AS stored FROM events GROUP BY 1, 2) e USING (app_id, event_type)
            ORDER BY 1, 2
            """;

    private static final String OBJECTS = """
            SELECT f.object_key, f.rows, f.bytes FROM archive_files f JOIN archive_runs r USING (run_id)
            WHERE r.state = 'done' ORDER BY 1
            """;

    private final Connection connection;

    public Inspection(String psqlUrl) throws SQLException {
        DatabaseUrl url = DatabaseUrl.parse(psqlUrl);
        this.connection = DriverManager.getConnection(url.jdbcUrl(), url.credentials());
    }

    /** Events ever stored, wherever they are by now. */
    public long counted() throws SQLException {
        return number("SELECT coalesce(sum(events), 0) FROM event_counts");
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Prints the table of what is where, and returns its sums. */
    public Findings print(PrintStream out, long sent, long acknowledged) throws SQLException {
        out.printf("%n%-22s %-20s %9s %13s %11s%n", "application", "type", "events", "in PostgreSQL", "archived");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(BY_TYPE)) {
            while (rows.next()) {
                long counted = rows.getLong(3);
                long stored = rows.getLong(4);
                out.printf(
                        "%-22s %-20s %,9d %,13d %,11d%n",
                        rows.getString(1), rows.getString(2), counted, stored, counted - stored);
            }
        }
        var keys = new ArrayList<String>();
        long archived = objects(out, keys);
        long stored = number("SELECT count(*) FROM events");
        out.printf(
                "%n%,d events sent, %,d acknowledged: %,d are in PostgreSQL, %,d in %d objects of the archive.%n",
                sent, acknowledged, stored, archived, keys.size());
        return new Findings(sent, acknowledged, stored, archived, List.copyOf(keys));
    }

    private long objects(PrintStream out, List<String> keys) throws SQLException {
        long archived = 0;
        out.printf("%n%-88s %7s %9s%n", "object", "rows", "bytes");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(OBJECTS)) {
            while (rows.next()) {
                keys.add(rows.getString(1));
                archived += rows.getLong(2);
                out.printf("%-88s %,7d %,9d%n", rows.getString(1), rows.getLong(2), rows.getLong(3));
            }
        }
        return archived;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
