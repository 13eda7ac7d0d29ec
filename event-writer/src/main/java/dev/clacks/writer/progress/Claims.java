package dev.clacks.writer.progress;

import static java.util.Objects.requireNonNull;

import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.Source;
import dev.clacks.writer.progress.ClaimResult.Claimed;
import dev.clacks.writer.progress.ClaimResult.Failed;
import dev.clacks.writer.progress.ClaimResult.Refused;
import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.SqlFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;

/**
 * Claims partitions: reads where Kafka and the database stand, decides where to start, and writes that down together with
 * a new random claim, so that whoever held the partition before can write no more. For one thread.
 */
public final class Claims {

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final GroupLog log;
    private final DatabaseSession session;
    private final ProgressTable table = new ProgressTable();

    public Claims(GroupLog log, DatabaseSession session) {
        this.log = log;
        this.session = session;
    }

    /** One attempt for each of these partitions; blocks for as long as Kafka and the database take. */
    public Map<TopicPartition, ClaimResult> claim(Collection<TopicPartition> partitions) throws InterruptedException {
        Map<TopicPartition, LogState> states;
        try {
            states = log.states(partitions);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            return failed(partitions, new Failed("Kafka did not tell where the log stands: " + cause, false));
        }
        try {
            Connection connection = session.connection();
            connection.setAutoCommit(false);
            var results = new HashMap<TopicPartition, ClaimResult>();
            for (TopicPartition partition : partitions.stream().sorted(ORDER).toList()) {
                results.put(partition, claim(connection, partition, requireNonNull(states.get(partition))));
            }
            connection.commit();
            connection.setAutoCommit(true);
            return results;
        } catch (SQLException e) {
            session.discard(); // and its transaction with it
            return failed(
                    partitions,
                    new Failed("progress was not claimed: " + SqlFault.of(e).summary(), true));
        }
    }

    private ClaimResult claim(Connection connection, TopicPartition partition, LogState state) throws SQLException {
        List<ProgressRow> rows = table.read(connection, partition);
        return switch (StartDecision.of(partition.toString(), rows, state)) {
            case StartDecision.Lost(String why) -> new Refused(why);
            case StartDecision.Start start -> {
                var source = new Source(partition.topic(), state.topicId(), partition.partition());
                var owned = new Owned(source, UUID.randomUUID());
                table.claim(connection, owned, start, state.end(), state.end() > start.offset());
                yield new Claimed(owned, start.offset(), start.leaderEpoch(), start.careful());
            }
        };
    }

    private static Map<TopicPartition, ClaimResult> failed(Collection<TopicPartition> partitions, Failed why) {
        var results = new HashMap<TopicPartition, ClaimResult>();
        partitions.forEach(partition -> results.put(partition, why));
        return results;
    }
}
