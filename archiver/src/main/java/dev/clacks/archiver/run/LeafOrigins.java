package dev.clacks.archiver.run;

import dev.clacks.archiver.plan.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Which Kafka records a leaf's rows came from: one pass over the table. */
public final class LeafOrigins {

    private LeafOrigins() {}

    /** The leaf's rows by topic and partition, each with its highest offset. */
    public static List<Origin> of(Connection connection, String leaf) throws SQLException {
        String sql = "SELECT kafka_topic_id, kafka_partition, max(kafka_offset) FROM " + leaf + " GROUP BY 1, 2";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            var origins = new ArrayList<Origin>();
            while (rows.next()) {
                origins.add(new Origin(rows.getObject(1, UUID.class), rows.getInt(2), rows.getLong(3)));
            }
            return origins;
        }
    }
}
