package dev.clacks.bench.write;

import dev.clacks.bench.lab.LabEvents.LabEvent;
import java.sql.SQLException;
import java.util.List;

/** Who gets events into {@code events}, in transactions of one size. For one thread. */
interface Contender extends AutoCloseable {

    /** A few words for the table. */
    String name();

    /** Whether its COMMIT waits for the disk. */
    boolean synchronousCommit();

    /**
     * Stores the events, each for the first time.
     *
     * @return the CPU time that its backends of PostgreSQL used for it, in nanoseconds
     */
    long store(List<LabEvent> events) throws Exception;

    @Override
    void close() throws SQLException;
}
