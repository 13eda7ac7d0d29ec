package dev.clacks.writer.progress;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Puts side by side what the database and what Kafka say about each partition. */
public final class ProgressReport {

    private static final String READ = "SELECT topic, partition, topic_id, next_offset, leader_epoch, end_offset_seen,"
            + " claim, claims_without_progress, in_hand_offset, in_hand_deaths, skipped_from, skipped_to,"
            + " greatest(received_at, caught_up_at), received_at, caught_up_at, updated_at"
            + " FROM public.writer_progress ORDER BY topic_id";

    private record Times(
            @Nullable Instant received,
            @Nullable Instant caughtUp,
            @Nullable Instant updated) {}

    private record Known(ProgressRow row, Times times) {}

    private ProgressReport() {}

    /** All partitions of these topics, in their order; one that Kafka does not tell of says so in its line. */
    public static List<PartitionProgress> of(Connection connection, GroupLog log, Collection<String> topics)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, UUID> partitions = log.topicIds(topics);
        // First: what is stored meanwhile would seem to lie behind an end that was asked for before.
        Map<TopicPartition, List<Known>> known = read(connection);
        Map<TopicPartition, CompletionStage<LogState>> states = log.ask(partitions.keySet());
        var lines = new ArrayList<PartitionProgress>();
        for (var partition : partitions.entrySet()) {
            List<Known> rows = known.getOrDefault(partition.getKey(), List.of());
            try {
                LogState state = GroupLog.await(requireNonNull(states.get(partition.getKey())));
                lines.add(line(partition.getKey(), state, rows));
            } catch (ExecutionException | TimeoutException e) {
                lines.add(line(partition.getKey(), partition.getValue(), null, rows, GroupLog.untold(e)));
            }
        }
        return lines;
    }

    private static PartitionProgress line(TopicPartition partition, LogState log, List<Known> known) {
        List<ProgressRow> rows = known.stream().map(Known::row).toList();
        @Nullable
        String trouble = switch (StartDecision.of(partition, rows, log)) {
            case StartDecision.Lost lost -> lost.why();
            case StartDecision.Ahead ahead -> ahead.why();
            case StartDecision.Start start -> null;
        };
        return line(partition, log.topicId(), log, known, trouble);
    }

    private static PartitionProgress line(
            TopicPartition partition,
            UUID topicId,
            @Nullable LogState log,
            List<Known> known,
            @Nullable String trouble) {
        Optional<Known> current =
                known.stream().filter(one -> one.row.topicId().equals(topicId)).findFirst();
        Optional<ProgressRow> row = current.map(Known::row);
        @Nullable Long next = row.map(ProgressRow::nextOffset).orElse(null);
        return new PartitionProgress(
                partition.topic(),
                topicId,
                partition.partition(),
                next,
                log == null ? null : (Long) log.begin(),
                log == null ? null : (Long) log.end(),
                log == null ? null : log.committed(),
                log == null || trouble != null ? null : (Long) (log.end() - (next == null ? log.begin() : next)),
                current.map(one -> one.times.received).orElse(null),
                current.map(one -> one.times.caughtUp).orElse(null),
                current.map(one -> one.times.updated).orElse(null),
                row.map(ProgressRow::claim).orElse(null),
                row.map(ProgressRow::claimsWithoutProgress).orElse(0),
                row.map(ProgressRow::inHandOffset).orElse(null),
                row.map(ProgressRow::inHandDeaths).orElse(0),
                trouble);
    }

    private static Map<TopicPartition, List<Known>> read(Connection connection) throws SQLException {
        var known = new HashMap<TopicPartition, List<Known>>();
        try (PreparedStatement select = connection.prepareStatement(READ);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                known.computeIfAbsent(new TopicPartition(row.getString(1), row.getInt(2)), none -> new ArrayList<>())
                        .add(new Known(
                                ProgressTable.row(row, 3),
                                new Times(
                                        ProgressTable.time(row, 14),
                                        ProgressTable.time(row, 15),
                                        ProgressTable.time(row, 16))));
            }
        }
        return known;
    }
}
