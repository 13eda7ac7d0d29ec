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
            + " claims_without_progress, in_hand_offset, in_hand_deaths FROM public.writer_progress"
            + " WHERE topic = ? AND partition = ? ORDER BY topic_id FOR UPDATE";
    private static final String CLAIM = "INSERT INTO public.writer_progress AS p"
            + " (topic, topic_id, partition, next_offset, leader_epoch, end_offset_seen, claim,"
            + " claims_without_progress, in_hand_deaths) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (topic, topic_id, partition) DO UPDATE SET next_offset = EXCLUDED.next_offset,"
            + " leader_epoch = EXCLUDED.leader_epoch,"
            + " end_offset_seen = greatest(p.end_offset_seen, EXCLUDED.end_offset_seen), claim = EXCLUDED.claim,"
            + " claims_without_progress = EXCLUDED.claims_without_progress,"
            + " in_hand_deaths = EXCLUDED.in_hand_deaths, updated_at = now()";

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
                            row.getObject(3, Integer.class),
                            row.getObject(4, Long.class),
                            row.getObject(5, UUID.class),
                            row.getInt(6),
                            row.getObject(7, Long.class),
                            row.getInt(8)));
                }
            }
            return rows;
        }
    }

    /**
     * Makes the row ours.
     *
     * @param offset where reading starts
     * @param leaderEpoch of the record before it; null where unknown
     * @param end the log's end
     */
    void claim(
            Connection connection,
            Owned owned,
            long offset,
            @Nullable Integer leaderEpoch,
            long end,
            int claimsWithoutProgress,
            int inHandDeaths)
            throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setString(1, owned.source().topic());
            claim.setObject(2, owned.source().topicId());
            claim.setInt(3, owned.source().partition());
            claim.setLong(4, offset);
            claim.setObject(5, leaderEpoch, Types.INTEGER);
            claim.setLong(6, end);
            claim.setObject(7, owned.claim());
            claim.setInt(8, claimsWithoutProgress);
            claim.setInt(9, inHandDeaths);
            claim.executeUpdate();
        }
    }
}
