package dev.clacks.archiver.run;

import dev.clacks.archiver.format.ArchiveFormat;
import dev.clacks.archiver.plan.Leaf;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code archive_runs}. */
public final class ArchiveRuns {

    private static final String UNFINISHED = """
            SELECT run_id, retention_days, day, part, leaf, format, state FROM archive_runs
            WHERE state NOT IN ('done', 'failed') ORDER BY started_at, part
            """;
    private static final String PLAN = """
            INSERT INTO archive_runs (run_id, retention_days, day, part, leaf, format, state)
            SELECT ?, ?, ?, 1 + coalesce(max(part), 0), ?, ?, 'planned' FROM archive_runs
            WHERE retention_days = ? AND day = ? AND state <> 'failed'
            RETURNING run_id, retention_days, day, part, leaf, format, state
            """;
    private static final String ADVANCE = """
            UPDATE archive_runs SET state = ?, updated_at = clock_timestamp(), error = NULL,
                   finished_at = CASE WHEN ? THEN clock_timestamp() END
            WHERE run_id = ? AND state = ?
            """;
    private static final String SUMMED = """
            UPDATE archive_runs SET rows = ?, bytes = ?, min_timestamp = ?, max_timestamp = ?, ids_digest = ? WHERE run_id = ?
            """;
    private static final String NOTE =
            "UPDATE archive_runs SET error = left(?, 2000), updated_at = clock_timestamp() WHERE run_id = ?";

    private final Connection connection;

    public ArchiveRuns(Connection connection) {
        this.connection = connection;
    }

    /** Those that another archiver, or this one, left in the middle, oldest first. */
    public List<ArchiveRun> unfinished() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNFINISHED);
                ResultSet rows = statement.executeQuery()) {
            var runs = new ArrayList<ArchiveRun>();
            while (rows.next()) {
                runs.add(read(rows));
            }
            return runs;
        }
    }

    /** Stores a new run for the leaf, as the next part of its day. */
    public ArchiveRun plan(Leaf leaf, ArchiveFormat format) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PLAN)) {
            statement.setObject(1, UUID.randomUUID());
            statement.setInt(2, leaf.retentionDays());
            statement.setObject(3, leaf.day());
            statement.setString(4, leaf.name());
            statement.setString(5, format.suffix());
            statement.setInt(6, leaf.retentionDays());
            statement.setObject(7, leaf.day());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return read(rows);
            }
        }
    }

    /**
     * Moves the run's row to the next state, in the transaction that is open if one is.
     *
     * @throws IllegalStateException when the row is not in the state that this archiver knows
     */
    public ArchiveRun advance(ArchiveRun run, RunState next) throws SQLException {
        ArchiveRun moved = run.in(next);
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.setString(1, next.text());
            statement.setBoolean(2, next.ended());
            statement.setObject(3, run.runId());
            statement.setString(4, run.state().text());
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("run %s is no longer %s: somebody else changed it"
                        .formatted(run.runId(), run.state().text()));
            }
        }
        return moved;
    }

    /** Notes what the run's objects hold, in the transaction that is open. */
    public void summed(
            ArchiveRun run, long rows, long bytes, @Nullable Instant min, @Nullable Instant max, String idsDigest)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SUMMED)) {
            statement.setLong(1, rows);
            statement.setLong(2, bytes);
            statement.setObject(3, min == null ? null : min.atOffset(ZoneOffset.UTC));
            statement.setObject(4, max == null ? null : max.atOffset(ZoneOffset.UTC));
            statement.setBytes(5, HexFormat.of().parseHex(idsDigest));
            statement.setObject(6, run.runId());
            statement.executeUpdate();
        }
    }

    /** Notes how many rows were left out because an earlier part has them, in the transaction that is open. */
    public void copiesDropped(ArchiveRun run, long rows) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE archive_runs SET copies_dropped = ? WHERE run_id = ?")) {
            statement.setLong(1, rows);
            statement.setObject(2, run.runId());
            statement.executeUpdate();
        }
    }

    /** What has become of a run that is done. */
    public RunTotals totals(ArchiveRun run) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT coalesce(rows, 0), coalesce(bytes, 0), copies_dropped FROM archive_runs WHERE run_id = ?")) {
            statement.setObject(1, run.runId());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new RunTotals(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        }
    }

    /** Leaves a message for operators on a run that goes on later. */
    public void note(ArchiveRun run, String error) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            statement.setString(1, error);
            statement.setObject(2, run.runId());
            statement.executeUpdate();
        }
    }

    private static ArchiveRun read(ResultSet row) throws SQLException {
        return new ArchiveRun(
                row.getObject("run_id", UUID.class),
                row.getInt("retention_days"),
                row.getObject("day", LocalDate.class),
                row.getInt("part"),
                row.getString("leaf"),
                ArchiveFormat.of(row.getString("format")),
                RunState.of(row.getString("state")));
    }
}
