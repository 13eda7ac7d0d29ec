package dev.clacks.writer.replay;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
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
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which records a replay from Kafka reads. Never more than the live writers have stored or skipped: what comes after that is
 * theirs, and coming anyway.
 *
 * @param wish what was asked for
 * @param topicId the topic's id when it was planned: offsets mean nothing in another
 * @param ranges in the order in which they are read, none of them empty, each of another partition
 * @param leaderless partitions that are meant and of which Kafka could tell nothing: they had no leader
 */
public record KafkaPlan(KafkaWish wish, UUID topicId, List<KafkaRange> ranges, List<Integer> leaderless) {

    /** Doors differ by their clocks, so times in a log are not quite in order: so much more is read, and looked at. */
    private static final Duration OUT_OF_ORDER = Duration.ofMinutes(2);

    private static final String STORED =
            "SELECT partition, next_offset FROM public.writer_progress WHERE topic = ? AND topic_id = ?";

    public KafkaPlan {
        ranges = List.copyOf(ranges);
        leaderless = List.copyOf(leaderless);
    }

    /** As it was stored; an older build knew of no partition without a leader. */
    @JsonCreator
    static KafkaPlan stored(
            @JsonProperty("wish") KafkaWish wish,
            @JsonProperty("topic_id") UUID topicId,
            @JsonProperty("ranges") List<KafkaRange> ranges,
            @JsonProperty("leaderless") @Nullable List<Integer> leaderless) {
        return new KafkaPlan(wish, topicId, ranges, leaderless == null ? List.of() : leaderless);
    }

    /** How many offsets it reads. */
    public long total() {
        return ranges.stream().mapToLong(KafkaRange::length).sum();
    }

    /** The place of a partition's range; -1 where it has none. */
    int indexOf(int partition) {
        return ranges.stream().map(KafkaRange::partition).toList().indexOf(partition);
    }

    /** The plan for what Kafka holds now. */
    public static KafkaPlan of(Connection connection, GroupLog log, KafkaWish wish)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        SequencedMap<TopicPartition, UUID> ids = log.topicIds(List.of(wish.topic()));
        List<Integer> partitions = ids.keySet().stream()
                .map(TopicPartition::partition)
                .filter(partition ->
                        wish.partition() == null || wish.partition().equals(partition))
                .toList();
        if (partitions.isEmpty()) {
            throw new UserErrorException("%s has no partition %d".formatted(wish.topic(), wish.partition()));
        }
        return new KafkaPlan(wish, ids.firstEntry().getValue(), List.of(), partitions).further(connection, log);
    }

    /** The same, and behind all else what there is to read of partitions that had no leader and have one now. */
    KafkaPlan further(Connection connection, GroupLog log)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        Set<TopicPartition> left = GroupLog.leaderless(
                GroupLog.await(log.describe(List.of(wish.topic()))).values());
        List<TopicPartition> led = leaderless.stream()
                .map(number -> new TopicPartition(wish.topic(), number))
                .filter(partition -> !left.contains(partition))
                .toList();
        var all = new ArrayList<>(ranges);
        if (!led.isEmpty()) {
            all.addAll(ranges(connection, log, led));
        }
        return new KafkaPlan(
                wish,
                topicId,
                all,
                leaderless.stream()
                        .filter(number -> left.contains(new TopicPartition(wish.topic(), number)))
                        .toList());
    }

    private List<KafkaRange> ranges(Connection connection, GroupLog log, List<TopicPartition> partitions)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, LogState> states = log.states(partitions);
        Map<Integer, Long> stored = stored(connection, wish.topic(), topicId);
        Map<TopicPartition, Long> begins =
                wish.fromTime() == null ? Map.of() : GroupLog.await(log.offsetsAt(partitions, wish.fromTime()));
        Map<TopicPartition, Long> ends = wish.toTime() == null
                ? Map.of()
                : GroupLog.await(log.offsetsAt(partitions, wish.toTime().plus(OUT_OF_ORDER)));
        var found = new ArrayList<KafkaRange>();
        for (TopicPartition partition : partitions) {
            LogState state = requireNonNull(states.get(partition));
            long end = Math.min(state.end(), stored.getOrDefault(partition.partition(), 0L));
            long from = wish.fromOffset() != null ? wish.fromOffset() : orEnd(begins.get(partition), end);
            long to = wish.toOffset() != null ? wish.toOffset() : orEnd(ends.get(partition), end);
            var range = new KafkaRange(partition.partition(), Math.max(from, state.begin()), Math.min(to, end));
            if (range.length() > 0) {
                found.add(range);
            }
        }
        return found;
    }

    private static long orEnd(@Nullable Long offset, long end) {
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
