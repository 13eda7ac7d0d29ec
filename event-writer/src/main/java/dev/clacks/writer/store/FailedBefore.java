package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Whether records of a chunk may be in {@code failed_events} already. They can be only where a claim went back, and nobody else
 * adds any while it holds: so it is asked once a claim, up to which offset there are some. For one thread.
 */
final class FailedBefore {

    private static final String LAST = "SELECT coalesce(max(kafka_offset), -1) FROM public.failed_events"
            + " WHERE kafka_topic_id = ? AND kafka_partition = ?";

    private record Known(UUID claim, long last) {}

    private final Map<Source, Known> known = new HashMap<>();

    /** Whether the chunk begins at or before the last of its partition that failed before it was claimed. */
    boolean reaches(Connection connection, Chunk chunk) throws SQLException {
        Source source = chunk.owned().source();
        Known here = known.get(source);
        if (here == null || !here.claim.equals(chunk.owned().claim())) {
            here = new Known(chunk.owned().claim(), last(connection, source));
            known.put(source, here);
        }
        return chunk.from() <= here.last;
    }

    private static long last(Connection connection, Source source) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LAST)) {
            select.setObject(1, source.topicId());
            select.setInt(2, source.partition());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
