package dev.clacks.writer.replay;

import dev.clacks.writer.chunk.Failure;
import dev.clacks.writer.chunk.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Records that were set aside unread because writers died with them in hand: a replay does not read them either. */
final class Deadly {

    private static final String SELECT = "SELECT kafka_offset FROM public.failed_events WHERE kafka_topic_id = ?"
            + " AND kafka_partition = ? AND kafka_offset >= ? AND kafka_offset < ? AND code = '" + Failure.KILLS_WRITER
            + "'";

    private Deadly() {}

    /** Their offsets. */
    static Set<Long> in(Connection connection, Source source, KafkaRange range) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setObject(1, source.topicId());
            select.setInt(2, source.partition());
            select.setLong(3, range.from());
            select.setLong(4, range.to());
            var offsets = new HashSet<Long>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    offsets.add(row.getLong(1));
                }
            }
            return offsets;
        }
    }
}
