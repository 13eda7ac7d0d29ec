package dev.clacks.writer.failed;

import dev.clacks.common.admin.WishException;
import dev.clacks.common.app.UserErrorException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Questions about failed events. */
public final class FailedEvents {

    /** What may have become of one. */
    public static final List<String> STATES = List.of("failed", "replayed", "discarded");

    private static final String COLUMNS = "kafka_topic_id, kafka_partition, kafka_offset, received_at, org_id, app_id,"
            + " event_id, stage, code, field, message, fingerprint, state, state_changed_at, raw_length,"
            + " raw_length > octet_length(raw), encode(raw_sha256, 'hex')";
    private static final String LIST = "SELECT " + COLUMNS + " FROM public.failed_events WHERE" + FailedFilter.OF_EVENT
            + " AND state = ? AND (received_at, kafka_topic_id, kafka_partition, kafka_offset)"
            + " < (?, ?, ?, ?) ORDER BY received_at DESC, kafka_topic_id DESC, kafka_partition DESC, kafka_offset DESC LIMIT ?";
    private static final String ONE = "SELECT " + COLUMNS + ", raw FROM public.failed_events"
            + " WHERE kafka_topic_id = ? AND kafka_partition = ? AND kafka_offset = ?";
    private static final String COUNT =
            "SELECT count(*) FROM public.failed_events WHERE" + FailedFilter.OF_EVENT + " AND state = 'failed'";

    /**
     * A part of a list.
     *
     * @param next after which place the list goes on; null at its end
     */
    public record Page(List<FailedEvent> events, @Nullable String next) {}

    /**
     * A failed event with its bytes.
     *
     * @param raw as the client sent them, cut at 256 KiB; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // shown, never compared
    public record Shown(FailedEvent event, byte[] raw) {}

    private FailedEvents() {}

    /**
     * The latest first.
     *
     * @param state one of {@link #STATES}
     * @param after where the page before ended; null for the first page
     */
    public static Page list(
            Connection connection, FailedFilter filter, String state, @Nullable FailedPlace after, int limit)
            throws SQLException {
        if (!STATES.contains(state)) {
            throw new UserErrorException("a failed event's state is one of " + String.join(", ", STATES));
        }
        FailedFilter meant = filter.stored(connection);
        FailedPlace from = after == null ? FailedPlace.FIRST : after;
        try (PreparedStatement select = connection.prepareStatement(LIST)) {
            int at = meant.bind(select, 1);
            select.setString(at++, state);
            select.setObject(at++, from.receivedAt().atOffset(ZoneOffset.UTC));
            select.setObject(at++, from.key().topicId());
            select.setInt(at++, from.key().partition());
            select.setLong(at++, from.key().offset());
            select.setInt(at, limit);
            var events = new ArrayList<FailedEvent>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    events.add(event(row));
                }
            }
            return new Page(
                    events,
                    events.size() < limit
                            ? null
                            : FailedPlace.of(events.getLast()).toString());
        }
    }

    /** One of them, whatever its state. */
    public static Shown show(Connection connection, FailedKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ONE)) {
            select.setObject(1, key.topicId());
            select.setInt(2, key.partition());
            select.setLong(3, key.offset());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw WishException.notFound("there is no failed event " + key);
                }
                return new Shown(event(row), row.getBytes(18));
            }
        }
    }

    /**
     * How many still count as failed.
     *
     * @param filter by the ids that are stored
     */
    public static long count(Connection connection, FailedFilter filter) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COUNT)) {
            filter.bind(select, 1);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static FailedEvent event(ResultSet row) throws SQLException {
        OffsetDateTime changed = row.getObject(14, OffsetDateTime.class);
        return new FailedEvent(
                new FailedKey(row.getObject(1, UUID.class), row.getInt(2), row.getLong(3)).toString(),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getString(5),
                row.getString(6),
                row.getObject(7, UUID.class),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                changed == null ? null : changed.toInstant(),
                row.getLong(15),
                row.getBoolean(16),
                row.getString(17));
    }
}
