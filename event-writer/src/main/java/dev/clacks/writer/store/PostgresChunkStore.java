package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.Source;
import dev.clacks.writer.store.SqlFault.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chunks into PostgreSQL: optimistic first, by COPY alone; where that meets a copy of a stored event, or a row that is
 * refused, once more with care. Where copies are the rule, as after a rewind, a partition starts with care until a chunk
 * has none; and where records may have failed when they were read before, for only with care they are looked for. For one
 * thread.
 */
public final class PostgresChunkStore implements ChunkStore {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresChunkStore.class);

    /** Deadlocks, and partitions found missing, are tried again on the spot: so many times. */
    private static final int ATTEMPTS = 4;

    private final DatabaseSession session;
    private final ChunkTransaction transaction;
    private final EventInsert optimistic;
    private final EventInsert careful;
    private final Consumer<Kind> retried;
    private final Map<Source, Boolean> startWithCare = new HashMap<>();
    private final FailedBefore failedBefore = new FailedBefore();

    /**
     * @param failedCap how many failed events of an application and day are kept
     * @param retried told of each attempt that is made again on the spot, and why
     */
    public PostgresChunkStore(DatabaseSession session, InstantSource clock, long failedCap, Consumer<Kind> retried) {
        this(
                session,
                new ChunkTransaction(clock, failedCap, new ProgressFence()),
                new DistinctInsert(new CopyInsert(CopyInsert.EVENTS)),
                new AgainInsert(new DistinctInsert(new BisectingInsert(new StagedInsert()))),
                retried);
    }

    PostgresChunkStore(
            DatabaseSession session,
            ChunkTransaction transaction,
            EventInsert optimistic,
            EventInsert careful,
            Consumer<Kind> retried) {
        this.session = session;
        this.transaction = transaction;
        this.optimistic = optimistic;
        this.careful = careful;
        this.retried = retried;
    }

    @Override
    public Outcome write(Chunk chunk) {
        Source source = chunk.owned().source();
        boolean care = startWithCare.getOrDefault(source, false);
        for (int attempt = 1; ; attempt++) {
            try {
                Connection connection = session.connection();
                care |= failedBefore.reaches(connection, chunk);
                Outcome outcome = transaction.run(connection, chunk, care ? careful : optimistic);
                if (care && outcome instanceof Outcome.Stored(Tally tally)) {
                    startWithCare.put(source, tally.duplicates() > chunk.rows().size() / 10);
                }
                return outcome;
            } catch (SQLException e) {
                SqlFault fault = SqlFault.of(e);
                LOG.debug("{}: {}", chunk, fault.summary(), e);
                boolean again = attempt < ATTEMPTS
                        && switch (fault.kind()) {
                            case RECORD, DUPLICATE -> !care;
                            case MISSING_PARTITION, CONFLICT -> true;
                            case BUSY, DATABASE, BROKEN -> false;
                        };
                if (fault.kind() == Kind.MISSING_PARTITION || fault.kind() == Kind.BUSY) {
                    transaction.forgetLeaves();
                }
                if (!again) {
                    return failed(fault);
                }
                retried.accept(fault.kind());
                care |= fault.kind() == Kind.RECORD || fault.kind() == Kind.DUPLICATE;
            }
        }
    }

    private Outcome failed(SqlFault fault) {
        return switch (fault.kind()) {
            case RECORD, DUPLICATE, BROKEN -> {
                // Also on a new connection: this one's rights may have changed since it was opened.
                session.discard();
                yield new Outcome.Broken(fault.summary());
            }
            case DATABASE -> {
                session.discard();
                yield new Outcome.Unavailable(fault.kind(), fault.summary());
            }
            case MISSING_PARTITION, CONFLICT, BUSY -> new Outcome.Unavailable(fault.kind(), fault.summary());
        };
    }
}
