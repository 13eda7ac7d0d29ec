package dev.clacks.ingest.stats;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Sums {@code event_counts}, whose rows are differences. Completeness is read first: whatever it says is stored is counted in
 * what is read after it. Thread-safe.
 */
final class EventCountsSource implements StatisticsSource {

    /** So many types are told by name, the most frequent; the rest is one. */
    static final int MOST_TYPES = 100;

    private static final String OTHER = "(other)";
    private static final String TIMEOUT = "SELECT set_config('statement_timeout', ?, true)";
    private static final String COMPLETE = "SELECT complete_through FROM public.topic_progress WHERE topic = ?";
    private static final String OF_APPLICATION = "org_id = ? AND app_id = ?";

    /** PostgreSQL 18 skips from application to application in the index on (org_id, app_id, hour); older ones read all of its hours. */
    private static final String OF_ORGANISATION = "org_id = ?";

    private static final String BY_TIME =
            "SELECT date_trunc(?, hour, 'UTC'), sum(events)::bigint FROM public.event_counts"
                    + " WHERE %s AND hour >= ? AND hour < ? GROUP BY 1";
    private static final String BY_TYPE = "WITH sums AS (SELECT date_trunc(?, hour, 'UTC') AS start, event_type,"
            + " sum(events) AS events FROM public.event_counts WHERE %s AND hour >= ? AND hour < ? GROUP BY 1, 2),"
            + " ranks AS (SELECT event_type, row_number() OVER"
            + " (ORDER BY event_type = '" + OTHER + "', sum(events) DESC, event_type) AS rank"
            + " FROM sums GROUP BY event_type HAVING bool_or(events <> 0))"
            + " SELECT start, CASE WHEN min(rank) <= " + MOST_TYPES
            + " THEN max(event_type) END AS type, sum(events)::bigint"
            + " FROM sums JOIN ranks USING (event_type)"
            + " GROUP BY start, CASE WHEN rank <= " + MOST_TYPES + " THEN rank END"
            + " ORDER BY min(rank), start";

    private final DataSource database;
    private final String topic;
    private final Duration timeout;

    /**
     * @param topic that of accepted events
     * @param timeout how long a query may take
     */
    EventCountsSource(DataSource database, String topic, Duration timeout) {
        this.database = database;
        this.topic = topic;
        this.timeout = timeout;
    }

    @Override
    public Statistics read(StatisticsQuery query) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(
                    false); // the timeout is the transaction's; left open by a failure, the pool rolls it back
            limitTime(connection);
            Instant complete = completeThrough(connection);
            Statistics statistics =
                    query.period().byType() ? byType(connection, query, complete) : byTime(connection, query, complete);
            connection.commit();
            connection.setAutoCommit(true);
            return statistics;
        }
    }

    private void limitTime(Connection connection) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(TIMEOUT)) {
            set.setString(1, timeout.toMillis() + "ms");
            set.execute();
        }
    }

    private @Nullable Instant completeThrough(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COMPLETE)) {
            select.setString(1, topic);
            try (ResultSet row = select.executeQuery()) {
                OffsetDateTime through = row.next() ? row.getObject(1, OffsetDateTime.class) : null;
                return through == null ? null : through.toInstant();
            }
        }
    }

    private static Statistics byTime(Connection connection, StatisticsQuery query, @Nullable Instant complete)
            throws SQLException {
        long[] buckets = new long[query.period().buckets()];
        try (PreparedStatement select = prepare(connection, BY_TIME, query);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                buckets[index(query, row)] = row.getLong(2);
            }
        }
        return new Statistics(complete, buckets, List.of());
    }

    private static Statistics byType(Connection connection, StatisticsQuery query, @Nullable Instant complete)
            throws SQLException {
        int count = query.period().buckets();
        long[] buckets = new long[count];
        Map<String, long[]> types = new LinkedHashMap<>();
        try (PreparedStatement select = prepare(connection, BY_TYPE, query);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String type = row.getString(2) == null ? OTHER : row.getString(2);
                int index = index(query, row);
                types.computeIfAbsent(type, _ -> new long[count])[index] += row.getLong(3);
                buckets[index] += row.getLong(3);
            }
        }
        return new Statistics(
                complete,
                buckets,
                types.entrySet().stream()
                        .map(type -> new Statistics.OfType(type.getKey(), type.getValue()))
                        .toList());
    }

    private static PreparedStatement prepare(Connection connection, String sql, StatisticsQuery query)
            throws SQLException {
        Period period = query.period();
        String app = query.appId();
        PreparedStatement select =
                connection.prepareStatement(sql.formatted(app == null ? OF_ORGANISATION : OF_APPLICATION));
        int at = 1;
        select.setString(at++, period.interval().text());
        select.setString(at++, query.orgId());
        if (app != null) {
            select.setString(at++, app);
        }
        select.setObject(at++, period.from().atOffset(ZoneOffset.UTC));
        select.setObject(at, period.to().atOffset(ZoneOffset.UTC));
        return select;
    }

    private static int index(StatisticsQuery query, ResultSet row) throws SQLException {
        return query.period().index(row.getObject(1, OffsetDateTime.class).toInstant());
    }
}
