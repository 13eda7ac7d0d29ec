package dev.clacks.writer.replay;

import static java.util.Objects.requireNonNull;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.progress.GroupLog;
import dev.clacks.writer.progress.LogState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;

/**
 * Which records a replay from Kafka reads. Never more than the live writers have stored or skipped: what comes after that is
 * theirs, and coming anyway.
 *
 * @param wish what was asked for
 * @param topicId the topic's id when it was planned: offsets mean nothing in another
 * @param ranges in the order in which they are read, none of them empty
 */
public record KafkaPlan(KafkaWish wish, UUID topicId, List<KafkaRange> ranges) {

    /** Doors differ by their clocks, so times in a log are not quite in order: so much more is read, and looked at. */
    private static final Duration OUT_OF_ORDER = Duration.ofMinutes(2);

    private static final String STORED =
            "SELECT partition, next_offset FROM public.writer_progress WHERE topic = ? AND topic_id = ?";

    public KafkaPlan {
        ranges = List.copyOf(ranges);
    }

    /** How many offsets it reads. */
    public long total() {
        return ranges.stream().mapToLong(KafkaRange::length).sum();
    }

    /** The plan for what Kafka holds now. */
    public static KafkaPlan of(Connection connection, GroupLog log, KafkaWish wish)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        List<TopicPartition> partitions = log.partitions(List.of(wish.topic())).stream()
                .filter(partition -> wish.partition() == null || partition.partition() == wish.partition())
                .toList();
        if (partitions.isEmpty()) {
            throw new UserErrorException("%s has no partition %d".formatted(wish.topic(), wish.partition()));
        }
        Map<TopicPartition, LogState> states = log.states(partitions);
        UUID topicId = requireNonNull(states.get(partitions.getFirst())).topicId();
        Map<Integer, Long> stored = stored(connection, wish.topic(), topicId);
        Map<TopicPartition, Long> begins =
                wish.fromTime() == null ? Map.of() : GroupLog.await(log.offsetsAt(partitions, wish.fromTime()));
        Map<TopicPartition, Long> ends = wish.toTime() == null
                ? Map.of()
                : GroupLog.await(log.offsetsAt(partitions, wish.toTime().plus(OUT_OF_ORDER)));
        var ranges = new ArrayList<KafkaRange>();
        for (TopicPartition partition : partitions) {
            LogState state = requireNonNull(states.get(partition));
            long end = Math.min(state.end(), stored.getOrDefault(partition.partition(), 0L));
            long from = wish.fromOffset() != null ? wish.fromOffset() : orEnd(begins.get(partition), end);
            long to = wish.toOffset() != null ? wish.toOffset() : orEnd(ends.get(partition), end);
            var range = new KafkaRange(partition.partition(), Math.max(from, state.begin()), Math.min(to, end));
            if (range.length() > 0) {
                ranges.add(range);
            }
        }
        return new KafkaPlan(wish, topicId, ranges);
    }

    private static long orEnd(@org.jspecify.annotations.Nullable Long offset, long end) {
        return offset == null || offset < 0 ? end : offset;
    }

    private static Map<Integer, Long> stored(Connection connection, String topic, UUID topicId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(STORED)) {
            select.setString(1, topic);
            select.setObject(2, topicId);
            var stored = new HashMap<Integer, Long>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    stored.put(row.getInt(1), row.getLong(2));
                }
            }
            return stored;
        }
    }
}
