package dev.clacks.bench.write;

import dev.clacks.common.app.ProgressBar;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;

/** Makes the table as large as one that has been in use: copies of some made rows, each under an id of its own. */
final class Prefill {

    private static final int AT_ONCE = 20_000;
    private static final String DATA_COLUMNS = Columns.NAMES
            .replace("event_id, \"timestamp\", received_at, kafka_offset, ", "")
            .replace("retention_days, ", "");

    private final Connection connection;
    private final int retentionDays;
    private final LocalDate lastDay;
    private final int days;

    /** Spreads the rows evenly over so many days up to the last one. */
    Prefill(Connection connection, int retentionDays, LocalDate lastDay, int days) {
        this.connection = connection;
        this.retentionDays = retentionDays;
        this.lastDay = lastDay;
        this.days = days;
    }

    /** Inserts that many rows, made of the pattern's, whose offsets begin at 0 and have no gaps. */
    void run(List<Piece> pattern, long rows, PrintStream out) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            statement.execute("CREATE TEMP TABLE pattern (LIKE public.events INCLUDING DEFAULTS)");
            for (int day = 0; day < days; day++) {
                statement.execute(
                        "SELECT ensure_event_partition(%d, '%s')".formatted(retentionDays, lastDay.minusDays(day)));
            }
        }
        var fill = new ValuesInsert("pg_temp.pattern");
        int lines = 0;
        for (Piece piece : pattern) {
            fill.insert(connection, piece);
            lines += piece.rows().size();
        }
        try (var bar = new ProgressBar(out, "rows before the first round", rows);
                PreparedStatement insert = connection.prepareStatement(insertion(lines))) {
            for (long done = 0; done < rows; done += AT_ONCE) {
                insert.setLong(1, done);
                insert.setLong(2, Math.min(done + AT_ONCE, rows) - 1);
                insert.executeUpdate();
                bar.show(Math.min(rows, done + AT_ONCE));
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE pg_temp.pattern");
            statement.execute("CHECKPOINT");
        }
    }

    private String insertion(int lines) {
        // The morning of each day: what is measured comes at noon of the last one.
        return "INSERT INTO public.events (event_id, \"timestamp\", received_at, kafka_offset, retention_days, "
                + DATA_COLUMNS + ") SELECT gen_random_uuid(), made.at, made.at, made.number, " + retentionDays + ", "
                + DATA_COLUMNS + " FROM (SELECT n AS number, (DATE '" + lastDay + "' - (n % " + days
                + ")::integer)::timestamp AT TIME ZONE 'UTC' + random() * interval '12 hours' AS at"
                + " FROM generate_series(?::bigint, ?::bigint) AS n) made"
                + " JOIN pg_temp.pattern ON pattern.kafka_offset = made.number % " + lines;
    }

    /** Bytes of the table with its indexes. */
    static long tableBytes(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('public.events')")) {
            row.next();
            return row.getLong(1);
        }
    }
}
