package dev.clacks.archiver.export;

import dev.clacks.archiver.format.ArchivedEvent;
import dev.clacks.archiver.format.EventColumns;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A detached leaf's rows in the archive's order: by organisation, application and time. */
final class LeafRows {

    /** Takes a row. */
    interface Sink {
        void take(ArchivedEvent row) throws IOException, SQLException;
    }

    private final Connection connection;
    private final int fetchRows;

    /** @param fetchRows how many are in memory at a time; the connection must not be in auto-commit mode for that */
    LeafRows(Connection connection, int fetchRows) {
        this.connection = connection;
        this.fetchRows = fetchRows;
    }

    void forEach(String leaf, Sink sink) throws SQLException, IOException {
        String sql = "SELECT %s FROM %s ORDER BY org_id, app_id, \"timestamp\", event_id"
                .formatted(EventColumns.sqlList(), leaf);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(fetchRows);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sink.take(read(rows));
                }
            }
        }
    }

    private static ArchivedEvent read(ResultSet row) throws SQLException {
        return new ArchivedEvent(
                row.getString("org_id"),
                row.getString("app_id"),
                row.getObject("event_id", UUID.class),
                time(row, "timestamp"),
                row.getString("user_id"),
                row.getString("session_id"),
                row.getString("event_type"),
                row.getString("event_category"),
                row.getString("event_data"),
                row.getString("service_name"),
                row.getString("service_version"),
                row.getString("service_language"),
                row.getString("service_language_version"),
                row.getString("os"),
                row.getString("os_version"),
                row.getString("arch"),
                row.getObject("ci", Boolean.class),
                row.getString("shell"),
                row.getString("sdk_version"),
                row.getString("schema_version"),
                row.getString("extra"),
                time(row, "received_at"),
                time(row, "created_at"),
                row.getObject("kafka_topic_id", UUID.class),
                row.getInt("kafka_partition"),
                row.getLong("kafka_offset"),
                row.getInt("retention_days"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
