package dev.clacks.writer.progress;

import static java.util.Objects.requireNonNull;

import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.Source;
import dev.clacks.writer.progress.ClaimResult.Claimed;
import dev.clacks.writer.progress.ClaimResult.Failed;
import dev.clacks.writer.progress.ClaimResult.Refused;
import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.SqlFault;
import dev.clacks.writer.store.SqlFault.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;

/**
 * Claims partitions: reads where Kafka and the database stand, decides where to start, and writes that down together with
 * a new random claim, so that whoever held the partition before can write no more. For one thread.
 */
public final class Claims {

    private static final Set<String> NO_SUCH_TABLE_OR_COLUMN = Set.of("42P01", "42703");

    private final GroupLog log;
    private final DatabaseSession session;
    private final ProgressTable table = new ProgressTable();
    private final Map<TopicPartition, UUID> mine = new HashMap<>();

    public Claims(GroupLog log, DatabaseSession session) {
        this.log = log;
        this.session = session;
    }

    /** One attempt for each of these partitions; blocks for as long as Kafka and the database take. */
    public Map<TopicPartition, ClaimResult> claim(Collection<TopicPartition> partitions) throws InterruptedException {
        var results = new HashMap<TopicPartition, ClaimResult>();
        Map<TopicPartition, LogState> states;
        try {
            states = log.states(partitions);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            var failed = new Failed("Kafka did not tell where the log stands: " + cause, false, null);
            partitions.forEach(partition -> results.put(partition, failed));
            return results;
        }
        Optional<ClaimResult> forAll = Optional.empty();
        for (TopicPartition partition : partitions) {
            LogState state = requireNonNull(states.get(partition));
            ClaimResult result = forAll.orElseGet(() -> claim(partition, state));
            if (result instanceof Failed failed) {
                // Each further attempt would take as long to fail.
                forAll = failed.database() ? Optional.of(failed) : forAll;
                result = new Failed(failed.why(), failed.database(), state.committed());
            }
            results.put(partition, result);
        }
        return results;
    }

    /** A transaction for each partition: a row that a dying writer still holds keeps no other one waiting. */
    private ClaimResult claim(TopicPartition partition, LogState state) {
        try {
            Connection connection = session.connection();
            connection.setAutoCommit(false);
            ClaimResult result = claim(connection, partition, state);
            connection.commit();
            connection.setAutoCommit(true);
            if (result instanceof Claimed claimed) {
                mine.put(partition, claimed.owned().claim());
            }
            return result;
        } catch (SQLException e) {
            session.discard(); // and its transaction with it
            SqlFault fault = SqlFault.of(e);
            return fault.kind() == Kind.BROKEN
                    ? new Refused(
                            "%s: progress cannot be claimed: %s%s".formatted(partition, fault.summary(), hint(fault)))
                    : new Failed(
                            "progress is not claimed yet: " + fault.summary(), fault.kind() == Kind.DATABASE, null);
        }
    }

    private static String hint(SqlFault fault) {
        return NO_SUCH_TABLE_OR_COLUMN.contains(fault.state())
                ? "; the schema is missing or too old: run `ingest-api db migrate`"
                : "";
    }

    private ClaimResult claim(Connection connection, TopicPartition partition, LogState state) throws SQLException {
        List<ProgressRow> rows = table.read(connection, partition);
        return switch (StartDecision.of(partition, rows, state)) {
            case StartDecision.Lost(String why) -> new Refused(why);
            case StartDecision.Start(long offset, Integer leaderEpoch, boolean careful) -> {
                var source = new Source(partition.topic(), state.topicId(), partition.partition());
                var owned = new Owned(source, UUID.randomUUID());
                var row = rows.stream()
                        .filter(candidate -> candidate.topicId().equals(state.topicId()))
                        .findFirst();
                // Nobody has died where the claim before was this process's own.
                int deaths = row.isPresent() && row.get().claim().equals(mine.get(partition)) ? 0 : 1;
                int without = state.end() <= offset
                        ? 0 // a claim of nothing is not one without progress
                        : row.map(ProgressRow::claimsWithoutProgress).orElse(0) + deaths;
                Instant storedUpTo = table.claim(
                        connection,
                        owned,
                        offset,
                        leaderEpoch,
                        state.end(),
                        without,
                        state.committed(),
                        row.map(ProgressRow::claim).orElse(null));
                // After a rewind it tells nothing about what is read first.
                boolean goesOn = row.isPresent() && row.get().nextOffset() == offset;
                yield new Claimed(owned, offset, leaderEpoch, careful, goesOn ? storedUpTo : null);
            }
        };
    }
}
