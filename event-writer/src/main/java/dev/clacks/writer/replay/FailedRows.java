package dev.clacks.writer.replay;

import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.operation.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads failed events in an order in which a replay can stop and go on: by partition, then by receipt. */
final class FailedRows {

    private static final String SOURCES =
            "SELECT DISTINCT kafka_topic_id, kafka_partition FROM public.failed_events WHERE" + FailedFilter.OF_EVENT
                    + " AND state = 'failed' ORDER BY 1, 2";
    private static final String READ = "SELECT received_at, kafka_offset, org_id, app_id, code, raw_length, raw"
            + " FROM public.failed_events WHERE" + FailedFilter.OF_EVENT + " AND state = 'failed'"
            + " AND kafka_topic_id = ? AND kafka_partition = ? AND (received_at, kafka_offset) > (?, ?)"
            + " ORDER BY received_at, kafka_offset LIMIT ?";

    /** So many rows are in the driver's memory at once, each of 256 KiB at most. */
    private static final int FETCH = 16;

    /** Where the rows came from. */
    record Origin(UUID topicId, int partition) implements Comparable<Origin> {
        @Override
        public int compareTo(Origin other) {
            int topics = topicId.toString().compareTo(other.topicId.toString()); // PostgreSQL's order of UUIDs
            return topics != 0 ? topics : Integer.compare(partition, other.partition);
        }
    }

    /**
     * One of them.
     *
     * @param raw as kept; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Kept(
            Instant receivedAt,
            long offset,
            @Nullable String orgId,
            @Nullable String appId,
            String code,
            long rawLength,
            byte[] raw) {}

    private FailedRows() {}

    static List<Origin> origins(Connection connection, FailedFilter filter) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SOURCES)) {
            filter.bind(select, 1);
            var origins = new ArrayList<Origin>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    origins.add(new Origin(row.getObject(1, UUID.class), row.getInt(2)));
                }
            }
            return origins;
        }
    }

    /** The next ones after that place, as many as a transaction takes. */
    static List<Kept> read(
            Connection connection, FailedFilter filter, Origin origin, Instant after, long offset, ChunkLimits limits)
            throws SQLException {
        return Transaction.of(connection, () -> {
            try (PreparedStatement select = connection.prepareStatement(READ)) {
                select.setFetchSize(FETCH);
                int at = filter.bind(select, 1);
                select.setObject(at++, origin.topicId);
                select.setInt(at++, origin.partition);
                select.setObject(at++, after.atOffset(ZoneOffset.UTC));
                select.setLong(at++, offset);
                select.setInt(at, limits.rows());
                var kept = new ArrayList<Kept>();
                long bytes = 0;
                try (ResultSet row = select.executeQuery()) {
                    while (!limits.full(kept.size(), bytes) && row.next()) {
                        byte[] raw = row.getBytes(7);
                        kept.add(new Kept(
                                row.getObject(1, OffsetDateTime.class).toInstant(),
                                row.getLong(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getLong(6),
                                raw));
                        bytes += 500 + 3L * raw.length;
                    }
                }
                return kept;
            }
        });
    }
}
