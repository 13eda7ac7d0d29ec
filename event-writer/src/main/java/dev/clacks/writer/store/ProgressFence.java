package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The UPDATE that moves progress from exactly where the chunk begins, under its claim (W2). In the same round trip it asks
 * how many tombstones may cover the chunk: nearly always none.
 *
 * <p>What was stored before is no progress: else a record that kills its writers could hide behind some before it which every
 * one of them stores again, because Kafka was not told of them. {@code received_at}, which never goes back, tells that from
 * news: a chunk of copies alone holds nothing that was received later. What was received at the same moment counts with the
 * next chunk. A time that is still to come, of whatever clock, counts as now: else nothing would ever be later.
 */
final class ProgressFence implements Fence {

    private static final String ADVANCE = "UPDATE public.writer_progress SET next_offset = ?,"
            + " leader_epoch = coalesce(?, leader_epoch), received_at = greatest(received_at, least(?, now())),"
            + " caught_up_at = greatest(caught_up_at, ?), end_offset_seen = greatest(end_offset_seen, ?),"
            + " claims_without_progress = CASE WHEN received_at >= least(?, now()) THEN claims_without_progress ELSE 0 END,"
            + " in_hand_offset = NULL, in_hand_deaths = 0, updated_at = now()"
            + " WHERE topic = ? AND topic_id = ? AND partition = ? AND claim = ? AND next_offset = ?"
            + " RETURNING (SELECT count(*) FROM public.tombstones WHERE app_id = ANY (?) AND received_before > ?)";
    private static final String STANDS_AT = "SELECT next_offset FROM public.writer_progress"
            + " WHERE topic = ? AND topic_id = ? AND partition = ? AND claim = ?";

    /**
     * Moves progress over the chunk; holds the row until the transaction ends.
     *
     * @return how many tombstones may matter; empty where progress does not stand at the chunk's beginning
     */
    @Override
    public OptionalLong advance(Connection connection, Chunk chunk, Collection<String> apps, Instant earliestReceipt)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(ADVANCE)) {
            update.setLong(1, chunk.to());
            if (chunk.leaderEpoch() < 0) {
                update.setNull(2, Types.INTEGER);
            } else {
                update.setInt(2, chunk.leaderEpoch());
            }
            OffsetDateTime receivedAt = utc(Instant.ofEpochMilli(chunk.receivedAtMillis()));
            update.setObject(3, receivedAt);
            @Nullable Instant caughtUp = chunk.caughtUpAt();
            update.setObject(4, caughtUp == null ? null : utc(caughtUp), Types.TIMESTAMP_WITH_TIMEZONE);
            update.setLong(5, chunk.endOffsetSeen());
            update.setObject(6, receivedAt);
            bindOwner(update, 7, chunk);
            update.setLong(11, chunk.from());
            update.setArray(12, connection.createArrayOf("text", apps.toArray()));
            update.setObject(13, utc(earliestReceipt));
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Whether the chunk was stored under its own claim: its commit succeeded and only the answer was lost. */
    @Override
    public boolean alreadyStored(Connection connection, Chunk chunk) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(STANDS_AT)) {
            bindOwner(select, 1, chunk);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getLong(1) == chunk.to();
            }
        }
    }

    private static void bindOwner(PreparedStatement statement, int first, Chunk chunk) throws SQLException {
        Source source = chunk.owned().source();
        statement.setString(first, source.topic());
        statement.setObject(first + 1, source.topicId());
        statement.setInt(first + 2, source.partition());
        statement.setObject(first + 3, chunk.owned().claim());
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
