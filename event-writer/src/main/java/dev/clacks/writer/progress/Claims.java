package dev.clacks.writer.progress;

import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.Source;
import dev.clacks.writer.operation.Transaction;
import dev.clacks.writer.progress.ClaimResult.Ahead;
import dev.clacks.writer.progress.ClaimResult.Claimed;
import dev.clacks.writer.progress.ClaimResult.Failed;
import dev.clacks.writer.progress.ClaimResult.Refused;
import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.SqlFault;
import dev.clacks.writer.store.SqlFault.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * Claims partitions: reads where the database stands, decides where to start with what Kafka told before, and writes that down
 * together with a new random claim, so that whoever held the partition before can write no more. For one thread.
 */
public final class Claims {

    private static final Set<String> NO_SUCH_TABLE_OR_COLUMN = Set.of("42P01", "42703");

    /** As long as all else that the connection has to do waits, too; a chunk of a replay holds the row for less. */
    private static final String WAIT_A_MOMENT = "SET LOCAL lock_timeout = '1s'";

    private final DatabaseSession session;
    private final ProgressTable table = new ProgressTable();
    private final Map<TopicPartition, UUID> mine = new HashMap<>();

    public Claims(DatabaseSession session) {
        this.session = session;
    }

    /** One attempt for each of these partitions, whose logs stand there; blocks for as long as the database takes. */
    public Map<TopicPartition, ClaimResult> claim(Map<TopicPartition, LogState> logs) {
        var results = new HashMap<TopicPartition, ClaimResult>();
        Optional<ClaimResult> forAll = Optional.empty();
        for (var log : logs.entrySet()) {
            ClaimResult result = forAll.orElseGet(() -> claim(log.getKey(), log.getValue()));
            if (result instanceof Failed failed && failed.database()) {
                forAll = Optional.of(failed); // each further attempt would take as long to fail
            }
            results.put(log.getKey(), result);
        }
        return results;
    }

    /** A transaction for each partition: a row that a dying writer still holds keeps no other one waiting, but for a moment. */
    private ClaimResult claim(TopicPartition partition, LogState state) {
        try {
            Connection connection = session.connection();
            ClaimResult result = Transaction.of(connection, () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(WAIT_A_MOMENT);
                }
                return claim(connection, partition, state);
            });
            if (result instanceof Claimed claimed) {
                mine.put(partition, claimed.owned().claim());
            }
            return result;
        } catch (SQLException e) {
            SqlFault fault = SqlFault.of(e);
            if (fault.kind() != Kind.BUSY && fault.kind() != Kind.CONFLICT) {
                session.discard();
            }
            return fault.kind() == Kind.BROKEN
                    ? new Refused(
                            "%s: progress cannot be claimed: %s%s".formatted(partition, fault.summary(), hint(fault)),
                            null,
                            null)
                    : new Failed("progress is not claimed yet: " + fault.summary(), fault.kind() == Kind.DATABASE);
        }
    }

    private static String hint(SqlFault fault) {
        return NO_SUCH_TABLE_OR_COLUMN.contains(fault.state())
                ? "; the schema is missing or too old: run `ingest-api db migrate`"
                : "";
    }

    private ClaimResult claim(Connection connection, TopicPartition partition, LogState state) throws SQLException {
        List<ProgressRow> rows = table.read(connection, partition);
        Optional<ProgressRow> row = rows.stream()
                .filter(candidate -> candidate.topicId().equals(state.topicId()))
                .findFirst();
        return switch (StartDecision.of(partition, rows, state)) {
            case StartDecision.Lost(String why) ->
                new Refused(
                        why,
                        // Of a topic made again nothing is stored.
                        row.map(ProgressRow::nextOffset).orElse(state.begin()),
                        row.map(ProgressRow::storedUpTo).orElse(null));
            case StartDecision.Ahead(long next, String why) -> new Ahead(why, next, state.end());
            case StartDecision.Start(long offset, Integer leaderEpoch, boolean careful) -> {
                var source = new Source(partition.topic(), state.topicId(), partition.partition());
                var owned = new Owned(source, UUID.randomUUID());
                // Nobody has died where the claim before was this process's own.
                int deaths = row.isPresent() && row.get().claim().equals(mine.get(partition)) ? 0 : 1;
                int without = state.end() <= offset
                        ? 0 // a claim of nothing is not one without progress
                        : row.map(ProgressRow::claimsWithoutProgress).orElse(0) + deaths;
                table.claim(
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
                Instant storedUpTo = goesOn ? row.map(ProgressRow::storedUpTo).orElse(null) : null;
                yield new Claimed(owned, offset, leaderEpoch, careful, storedUpTo);
            }
        };
    }
}
