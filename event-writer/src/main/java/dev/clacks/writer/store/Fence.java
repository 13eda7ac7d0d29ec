package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Chunk;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.OptionalLong;

/** What makes a chunk count once: a place that each transaction moves from exactly where the chunk begins. */
public interface Fence {

    /**
     * Moves the place over the chunk, as the transaction's first statement.
     *
     * @return how many tombstones may matter; empty where the place is not where the chunk begins
     */
    OptionalLong advance(Connection connection, Chunk chunk, Collection<String> apps, Instant earliestReceipt)
            throws SQLException;

    /** Whether the chunk was stored after all: its commit succeeded and only the answer was lost. */
    boolean alreadyStored(Connection connection, Chunk chunk) throws SQLException;

    /** Is told what the chunk comes to, as the transaction's last statement. */
    default void stored(Connection connection, Chunk chunk, Tally tally) throws SQLException {}
}
