package dev.clacks.writer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The class of retention of an event: a function of its organisation and timestamp, read from {@code org_retention}. A
 * change there begins at least 25 hours after it was made, which no event already accepted can reach, so a copy that is a
 * minute old is as good as the table. An organisation without a row, which the front door lets nobody send for, has the
 * class of {@code *}, as the schema's {@code retention_of} has it. For one thread.
 */
final class RetentionClasses {

    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private static final String CLASSES = "SELECT org_id, CASE WHEN isfinite(from_timestamp)"
            + " THEN (extract(epoch FROM from_timestamp) * 1000000)::bigint ELSE -9223372036854775808 END, days"
            + " FROM public.org_retention";
    private static final String FALL_BACK = "SELECT days FROM public.retention_classes WHERE tier = '*'";

    private final InstantSource clock;
    private final Map<String, NavigableMap<Long, Integer>> days = new HashMap<>();
    private int fallBack;
    private @Nullable Instant loadedAt;

    RetentionClasses(InstantSource clock) {
        this.clock = clock;
    }

    /** Makes sure that the copy is fresh and, where it can be, knows these organisations. */
    void refresh(Connection connection, Set<String> organisations) throws SQLException {
        Instant now = clock.instant();
        if (loadedAt == null
                || Duration.between(loadedAt, now).abs().compareTo(GOOD_FOR) > 0
                || !days.keySet().containsAll(organisations)) {
            load(connection);
            loadedAt = now;
        }
    }

    /** Days for an event of that organisation and timestamp. */
    int days(String organisation, long timestampMicros) {
        NavigableMap<Long, Integer> changes = days.get(organisation);
        Map.@Nullable Entry<Long, Integer> last = changes == null ? null : changes.floorEntry(timestampMicros);
        return last == null ? fallBack : last.getValue();
    }

    private void load(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FALL_BACK);
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("retention_classes has no row for *", "42704");
            }
            fallBack = row.getInt(1);
        }
        days.clear();
        try (PreparedStatement select = connection.prepareStatement(CLASSES);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                days.computeIfAbsent(row.getString(1), organisation -> new TreeMap<>())
                        .put(row.getLong(2), row.getInt(3));
            }
        }
    }
}
