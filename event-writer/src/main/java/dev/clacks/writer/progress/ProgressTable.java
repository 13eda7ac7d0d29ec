package dev.clacks.writer.progress;

import dev.clacks.writer.chunk.Owned;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code writer_progress} and writes claims. Each method is one statement, in the caller's transaction. */
final class ProgressTable {

    private static final String READ = "SELECT topic_id, next_offset, leader_epoch, end_offset_seen, claim,"
            + " claims_without_progress, in_hand_offset, in_hand_deaths, skipped_from, skipped_to,"
            + " greatest(received_at, caught_up_at) FROM public.writer_progress"
            + " WHERE topic = ? AND partition = ? ORDER BY topic_id FOR UPDATE";
    private static final String CLAIM = "INSERT INTO public.writer_progress AS p"
            + " (topic, topic_id, partition, next_offset, leader_epoch, end_offset_seen, claim,"
            + " claims_without_progress) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (topic, topic_id, partition) DO UPDATE SET next_offset = EXCLUDED.next_offset,"
            + " leader_epoch = EXCLUDED.leader_epoch,"
            + " end_offset_seen = greatest(p.end_offset_seen, EXCLUDED.end_offset_seen), claim = EXCLUDED.claim,"
            + " claims_without_progress = EXCLUDED.claims_without_progress,"
            + " updated_at = now(),"
            + " skipped_from = CASE WHEN ?::bigint >= p.skipped_to THEN NULL ELSE p.skipped_from END,"
            + " skipped_to = CASE WHEN ?::bigint >= p.skipped_to THEN NULL ELSE p.skipped_to END"
            + " WHERE p.claim = ?";
    private static final String SKIP = "INSERT INTO public.writer_progress AS p"
            + " (topic, topic_id, partition, next_offset, claim, skipped_from, skipped_to) VALUES (?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (topic, topic_id, partition) DO UPDATE SET next_offset = EXCLUDED.next_offset,"
            + " leader_epoch = NULL, claim = EXCLUDED.claim, claims_without_progress = 0, in_hand_offset = NULL,"
            + " in_hand_deaths = 0, skipped_from = EXCLUDED.skipped_from, skipped_to = EXCLUDED.skipped_to,"
            + " updated_at = now()";

    /** The partition's rows, one for each topic id it ever had, locked until the transaction ends. */
    List<ProgressRow> read(Connection connection, TopicPartition partition) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setString(1, partition.topic());
            select.setInt(2, partition.partition());
            var rows = new ArrayList<ProgressRow>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(row(row, 1));
                }
            }
            return rows;
        }
    }

    /** The row whose columns, in the order of {@link #READ}, begin at that one. */
    static ProgressRow row(ResultSet row, int first) throws SQLException {
        return new ProgressRow(
                row.getObject(first, UUID.class),
                row.getLong(first + 1),
                row.getObject(first + 2, Integer.class),
                row.getObject(first + 3, Long.class),
                row.getObject(first + 4, UUID.class),
                row.getInt(first + 5),
                row.getObject(first + 6, Long.class),
                row.getInt(first + 7),
                row.getObject(first + 8, Long.class),
                row.getObject(first + 9, Long.class),
                time(row, first + 10));
    }

    static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /**
     * Makes the row ours.
     *
     * @param offset where reading starts
     * @param leaderEpoch of the record before it; null where unknown
     * @param end the log's end
     * @param committed Kafka's committed offset, which ends the memory of a skip once it has followed; null where none is
     * @param before the claim that was read and is replaced; null where there was no row
     * @throws SQLException also where the row has come into being since it was not found, with SQLSTATE 40001: read it again
     */
    void claim(
            Connection connection,
            Owned owned,
            long offset,
            @Nullable Integer leaderEpoch,
            long end,
            int claimsWithoutProgress,
            @Nullable Long committed,
            @Nullable UUID before)
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
            claim.setObject(9, committed, Types.BIGINT);
            claim.setObject(10, committed, Types.BIGINT);
            claim.setObject(11, before, Types.OTHER);
            if (claim.executeUpdate() == 0) {
                throw new SQLException("another one has claimed or skipped it just now", "40001");
            }
        }
    }

    /** Sets the offset for whoever claims the partition next, and fences whoever has it now. */
    void skip(Connection connection, SkipPlan plan) throws SQLException {
        try (PreparedStatement skip = connection.prepareStatement(SKIP)) {
            skip.setString(1, plan.partition().topic());
            skip.setObject(2, plan.topicId());
            skip.setInt(3, plan.partition().partition());
            skip.setLong(4, plan.to());
            skip.setObject(5, ProgressRow.BY_OPERATOR);
            skip.setObject(6, plan.notBelievedFrom(), Types.BIGINT);
            skip.setObject(7, plan.notBelievedFrom() == null ? null : (Long) plan.to(), Types.BIGINT);
            skip.executeUpdate();
        }
    }
}
