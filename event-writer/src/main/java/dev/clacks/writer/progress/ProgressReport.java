package dev.clacks.writer.progress;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Puts side by side what the database and what Kafka say about each partition. */
public final class ProgressReport {

    private static final String READ = "SELECT topic, partition, topic_id, next_offset, leader_epoch, end_offset_seen,"
            + " claim, claims_without_progress, in_hand_offset, in_hand_deaths, skipped_from, skipped_to,"
            + " received_at, caught_up_at, updated_at FROM public.writer_progress ORDER BY topic_id";

    private record Times(
            @Nullable Instant received,
            @Nullable Instant caughtUp,
            @Nullable Instant updated) {}

    private record Known(ProgressRow row, Times times) {}

    private ProgressReport() {}

    /** All partitions of these topics, in their order. */
    public static List<PartitionProgress> of(Connection connection, GroupLog log, Collection<String> topics)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        List<TopicPartition> partitions = log.partitions(topics);
        Map<TopicPartition, LogState> states = log.states(partitions);
        Map<TopicPartition, List<Known>> known = read(connection);
        return partitions.stream()
                .map(partition -> line(
                        partition, requireNonNull(states.get(partition)), known.getOrDefault(partition, List.of())))
                .toList();
    }

    private static PartitionProgress line(TopicPartition partition, LogState log, List<Known> known) {
        List<ProgressRow> rows = known.stream().map(Known::row).toList();
        @Nullable
        Known current = known.stream()
                .filter(one -> one.row.topicId().equals(log.topicId()))
                .findFirst()
                .orElse(null);
        @Nullable
        String trouble = StartDecision.of(partition, rows, log) instanceof StartDecision.Lost(String why) ? why : null;
        long next = current == null ? log.begin() : current.row.nextOffset();
        return new PartitionProgress(
                partition.topic(),
                log.topicId(),
                partition.partition(),
                current == null ? null : (Long) next,
                log.begin(),
                log.end(),
                log.committed(),
                trouble == null ? (Long) (log.end() - next) : null,
                current == null ? null : current.times.received,
                current == null ? null : current.times.caughtUp,
                current == null ? null : current.times.updated,
                current == null ? null : current.row.claim(),
                current == null ? 0 : current.row.claimsWithoutProgress(),
                current == null ? null : current.row.inHandOffset(),
                current == null ? 0 : current.row.inHandDeaths(),
                trouble);
    }

    private static Map<TopicPartition, List<Known>> read(Connection connection) throws SQLException {
        var known = new HashMap<TopicPartition, List<Known>>();
        try (PreparedStatement select = connection.prepareStatement(READ);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                known.computeIfAbsent(new TopicPartition(row.getString(1), row.getInt(2)), none -> new ArrayList<>())
                        .add(new Known(
                                ProgressTable.row(row, 3), new Times(time(row, 13), time(row, 14), time(row, 15))));
            }
        }
        return known;
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
