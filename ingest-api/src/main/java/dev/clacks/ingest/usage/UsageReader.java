package dev.clacks.ingest.usage;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Sums {@code event_counts} by the day of receipt, so that events with old timestamps count when they came. Thread-safe;
 * its methods block for as long as the database does.
 */
public final class UsageReader implements UsageSource {

    /** Takes ids, the month's first day and the next one's. */
    static final String OF_APPLICATIONS = """
            SELECT app_id, sum(events)::bigint FROM event_counts
            WHERE app_id = ANY (?) AND received_on >= ? AND received_on < ? GROUP BY app_id""";

    private static final String OF_ORGANISATION = """
            SELECT a.app_id, a.environment = 'staging',
                   coalesce((SELECT sum(c.events)::bigint FROM event_counts c
                             WHERE c.app_id = a.app_id AND c.received_on >= ? AND c.received_on < ?), 0)
            FROM applications a WHERE a.org_id = ? ORDER BY a.app_id""";

    private final DataSource database;

    public UsageReader(DataSource database) {
        this.database = database;
    }

    /**
     * What one application sent in a month.
     *
     * @param appId its canonical id
     * @param staging whether it is a staging application, whose events do not count for its organisation
     */
    public record ApplicationUsage(String appId, boolean staging, long events) {}

    @Override
    public Map<String, Long> ofApplications(Collection<String> appIds, Month month) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(OF_APPLICATIONS)) {
            Array ids = connection.createArrayOf("text", appIds.toArray());
            statement.setArray(1, ids);
            statement.setObject(2, month.firstDay());
            statement.setObject(3, month.nextFirstDay());
            try (ResultSet rows = statement.executeQuery()) {
                var events = new HashMap<String, Long>();
                while (rows.next()) {
                    events.put(rows.getString(1), rows.getLong(2));
                }
                return events;
            }
        }
    }

    /** Every application of an organisation, by its canonical id, in order of their ids. */
    public List<ApplicationUsage> ofOrganisation(String orgId, Month month) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(OF_ORGANISATION)) {
            statement.setObject(1, month.firstDay());
            statement.setObject(2, month.nextFirstDay());
            statement.setString(3, orgId);
            try (ResultSet rows = statement.executeQuery()) {
                var all = new ArrayList<ApplicationUsage>();
                while (rows.next()) {
                    all.add(new ApplicationUsage(rows.getString(1), rows.getBoolean(2), rows.getLong(3)));
                }
                return all;
            }
        }
    }
}
