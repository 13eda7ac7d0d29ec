package dev.clacks.writer.store;

import dev.clacks.writer.store.SqlFault.Kind;

/** What became of a chunk. Whatever it is but {@link Stored}, nothing of the chunk is in the database. */
public sealed interface Outcome {

    /**
     * Committed, progress included.
     *
     * @param tally what the rows turned into
     */
    record Stored(Tally tally) implements Outcome {}

    /** Progress does not stand where the chunk begins, or another writer claimed the partition: read progress again. */
    record Fenced() implements Outcome {}

    /**
     * The infrastructure failed: the same chunk again, later.
     *
     * @param kind how far the fault reaches
     * @param why for the log and the probes; no values from events
     */
    record Unavailable(Kind kind, String why) implements Outcome {}

    /**
     * Nothing that waiting a moment mends, such as a missing right: stop the partition, tell people, try again at
     * leisure.
     *
     * @param why for the log and the probes
     */
    record Broken(String why) implements Outcome {}
}
