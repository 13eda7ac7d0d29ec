package dev.clacks.writer.progress;

import dev.clacks.writer.chunk.Owned;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code writer_progress} and writes claims. Each method is one statement, in the caller's transaction. */
final class ProgressTable {

    private static final String READ = "SELECT topic_id, next_offset, leader_epoch, end_offset_seen, claim,"
            + " claims_without_progress, in_hand_offset FROM public.writer_progress"
            + " WHERE topic = ? AND partition = ? ORDER BY topic_id FOR UPDATE";
    private static final String CLAIM = "INSERT INTO public.writer_progress AS p"
            + " (topic, topic_id, partition, next_offset, leader_epoch, end_offset_seen, claim, claims_without_progress)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (topic, topic_id, partition) DO UPDATE SET next_offset = EXCLUDED.next_offset,"
            + " leader_epoch = EXCLUDED.leader_epoch,"
            + " end_offset_seen = greatest(p.end_offset_seen, EXCLUDED.end_offset_seen), claim = EXCLUDED.claim,"
            + " claims_without_progress = CASE WHEN EXCLUDED.claims_without_progress = 0 THEN 0"
            + " ELSE p.claims_without_progress + 1 END,"
            + " in_hand_deaths = CASE WHEN p.in_hand_offset IS NULL THEN 0 ELSE p.in_hand_deaths + 1 END,"
            + " updated_at = now()";

    /** The partition's rows, one for each topic id it ever had, locked until the transaction ends. */
    List<ProgressRow> read(Connection connection, TopicPartition partition) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setString(1, partition.topic());
            select.setInt(2, partition.partition());
            var rows = new ArrayList<ProgressRow>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(new ProgressRow(
                            row.getObject(1, UUID.class),
                            row.getLong(2),
                            nullableInt(row, 3),
                            nullableLong(row, 4),
                            row.getObject(5, UUID.class),
                            row.getInt(6),
                            nullableLong(row, 7)));
                }
            }
            return rows;
        }
    }

    /**
     * Makes the row ours, at the offset where reading starts.
     *
     * @param worksToDo whether the log holds something from there on: a claim of nothing is not one without progress
     */
    void claim(Connection connection, Owned owned, StartDecision.Start start, long end, boolean worksToDo)
            throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setString(1, owned.source().topic());
            claim.setObject(2, owned.source().topicId());
            claim.setInt(3, owned.source().partition());
            claim.setLong(4, start.offset());
            claim.setObject(5, start.leaderEpoch(), Types.INTEGER);
            claim.setLong(6, end);
            claim.setObject(7, owned.claim());
            claim.setInt(8, worksToDo ? 1 : 0);
            claim.executeUpdate();
        }
    }

    private static @Nullable Integer nullableInt(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : (Integer) value;
    }

    private static @Nullable Long nullableLong(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : (Long) value;
    }
}
