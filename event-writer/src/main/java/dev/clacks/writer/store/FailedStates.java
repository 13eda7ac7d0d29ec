package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code failed_events} says about records that come again. Each method is one statement. */
final class FailedStates {

    static final String FAILED = "failed";
    static final String DISCARDED = "discarded";

    private static final String OF_THESE =
            " WHERE kafka_topic_id = ? AND kafka_partition = ? AND kafka_offset = ANY (?)"
                    + " AND received_at BETWEEN ? AND ?";
    private static final String SELECT = "SELECT kafka_offset, state FROM public.failed_events" + OF_THESE;
    private static final String LOCK = SELECT + " ORDER BY kafka_offset FOR UPDATE";
    private static final String MARK = "UPDATE public.failed_events SET state = 'replayed', state_changed_at = now()"
            + OF_THESE + " AND state = 'failed'";

    private FailedStates() {}

    /** By offset; nobody changes them until the transaction ends. */
    static Map<Long, String> locked(Connection connection, Source source, List<PlacedRow> rows) throws SQLException {
        return states(connection, LOCK, source, rows);
    }

    /** By offset. */
    static Map<Long, String> of(Connection connection, Source source, List<PlacedRow> rows) throws SQLException {
        return states(connection, SELECT, source, rows);
    }

    /** Marks those of the rows as replayed. */
    static void replayed(Connection connection, Source source, List<PlacedRow> rows, Collection<Long> offsets)
            throws SQLException {
        if (offsets.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(MARK)) {
            bind(connection, update, source, rows, offsets);
            update.executeUpdate();
        }
    }

    private static Map<Long, String> states(Connection connection, String sql, Source source, List<PlacedRow> rows)
            throws SQLException {
        var states = new HashMap<Long, String>();
        if (rows.isEmpty()) {
            return states;
        }
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            bind(
                    connection,
                    select,
                    source,
                    rows,
                    rows.stream().map(row -> row.row().offset()).toList());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    states.put(row.getLong(1), row.getString(2));
                }
            }
        }
        return states;
    }

    private static void bind(
            Connection connection,
            PreparedStatement statement,
            Source source,
            List<PlacedRow> rows,
            Collection<Long> offsets)
            throws SQLException {
        var received =
                rows.stream().mapToLong(row -> row.row().receivedAtMillis()).summaryStatistics();
        statement.setObject(1, source.topicId());
        statement.setInt(2, source.partition());
        statement.setArray(3, connection.createArrayOf("bigint", offsets.toArray()));
        statement.setObject(4, ProgressFence.utc(Instant.ofEpochMilli(received.getMin())));
        statement.setObject(5, ProgressFence.utc(Instant.ofEpochMilli(received.getMax())));
    }
}
