package dev.clacks.archiver.export;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Removes rows from a leaf together with what they added to {@code event_counts}, in one statement. A type that was counted
 * as {@code (other)}, since its day had too many, is taken from there.
 */
final class CountsTakenBack {

    private static final String TAKE_BACK = """
            , taken AS (
                SELECT org_id, app_id, event_type, date_bin('1 hour', "timestamp", '2000-01-01 00:00:00+00') AS hour,
                       (received_at AT TIME ZONE 'UTC')::date AS received_on, count(*) AS events
                FROM gone GROUP BY 1, 2, 3, 4, 5
            )
            INSERT INTO event_counts (org_id, app_id, event_type, hour, received_on, events)
            SELECT t.org_id, t.app_id,
                   CASE WHEN EXISTS (SELECT FROM event_counts c WHERE c.org_id = t.org_id AND c.app_id = t.app_id AND c.hour = t.hour
                                     AND c.event_type = t.event_type AND c.received_on = t.received_on)
                        THEN t.event_type ELSE '(other)' END,
                   t.hour, t.received_on, -t.events
            FROM taken t
            RETURNING -events
            """;

    private CountsTakenBack() {}

    /**
     * The statement.
     *
     * @param with common table expressions, the last of which is named {@code gone} and has the columns of {@code events}
     *     of the rows that were removed
     */
    static String sql(String with) {
        return with + TAKE_BACK;
    }

    /** Runs it; returns how many rows were removed. */
    static long rows(PreparedStatement statement) throws SQLException {
        try (ResultSet removed = statement.executeQuery()) {
            long rows = 0;
            while (removed.next()) {
                rows += removed.getLong(1);
            }
            return rows;
        }
    }
}
