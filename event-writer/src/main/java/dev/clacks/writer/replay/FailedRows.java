package dev.clacks.writer.replay;

import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.operation.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads failed events in an order in which a replay can stop and go on: by partition, day of receipt and offset. The day has a leaf
 * of its own, whose primary key has that order: no chunk costs more than that leaf, however many days there are.
 */
final class FailedRows {

    private static final String ORIGINS =
            "SELECT DISTINCT kafka_topic_id, kafka_partition, (received_at AT TIME ZONE 'UTC')::date"
                    + " FROM public.failed_events WHERE" + FailedFilter.OF_EVENT
                    + " AND state = 'failed' ORDER BY 1, 2, 3";
    static final String READ = "SELECT received_at, kafka_offset, org_id, app_id, code, raw_length, raw"
            + " FROM public.failed_events WHERE" + FailedFilter.OF_EVENT + " AND state = 'failed'"
            + " AND kafka_topic_id = ? AND kafka_partition = ? AND kafka_offset > ? ORDER BY kafka_offset LIMIT ?";

    /** So many rows are in the driver's memory at once, each of 256 KiB at most. */
    private static final int FETCH = 16;

    /**
     * Where the rows came from, and when.
     *
     * @param day of receipt, UTC
     */
    record Origin(UUID topicId, int partition, LocalDate day) implements Comparable<Origin> {

        private static final Comparator<Origin> ORDER = Comparator.comparing(
                        (Origin origin) -> origin.topicId.toString()) // PostgreSQL's order of UUIDs
                .thenComparingInt(Origin::partition)
                .thenComparing(Origin::day);

        @Override
        public int compareTo(Origin other) {
            return ORDER.compare(this, other);
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
        try (PreparedStatement select = connection.prepareStatement(ORIGINS)) {
            filter.bind(select, 1);
            var origins = new ArrayList<Origin>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    origins.add(
                            new Origin(row.getObject(1, UUID.class), row.getInt(2), row.getObject(3, LocalDate.class)));
                }
            }
            return origins;
        }
    }

    /** Sets what {@link #READ} asks for. */
    static void bind(PreparedStatement select, FailedFilter filter, Origin origin, long after, ChunkLimits limits)
            throws SQLException {
        int at = filter.on(origin.day).bind(select, 1);
        select.setObject(at++, origin.topicId);
        select.setInt(at++, origin.partition);
        select.setLong(at++, after);
        select.setInt(at, limits.rows());
    }

    /** The next ones of that origin after the offset, as many as a transaction takes. */
    static List<Kept> read(Connection connection, FailedFilter filter, Origin origin, long after, ChunkLimits limits)
            throws SQLException {
        return Transaction.of(connection, () -> {
            try (PreparedStatement select = connection.prepareStatement(READ)) {
                select.setFetchSize(FETCH);
                bind(select, filter, origin, after, limits);
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
