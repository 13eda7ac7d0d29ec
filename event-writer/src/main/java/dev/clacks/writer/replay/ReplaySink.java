package dev.clacks.writer.replay;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.store.CountingStore;
import dev.clacks.writer.store.Tally;
import java.util.Map;
import java.util.TreeMap;

/** Where a replay's chunks go: into the database, or nowhere but into the counts. For one thread. */
interface ReplaySink {

    /**
     * Takes a chunk.
     *
     * @param to where the replay stands after it, in its own terms
     * @param beside what else was looked at on the way there
     */
    void write(Chunk chunk, String to, Counts beside) throws ReplayStoppedException, InterruptedException;

    /** Goes on where there is nothing to store. */
    void step(String to, Counts beside) throws ReplayStoppedException, InterruptedException;

    /**
     * Gives failed events up.
     *
     * @param atOnce most of a transaction
     * @return how many; 0 when none is left
     */
    int discard(FailedFilter filter, int atOnce) throws ReplayStoppedException, InterruptedException;

    /** Where the replay stands; empty at its beginning. */
    String position();

    /** What it has come to. */
    Counts counts();

    /** What a stored chunk comes to. */
    static Counts counted(Tally tally, CountingStore store) {
        Map<String, Long> errors = new TreeMap<>();
        tally.failed().forEach((code, count) -> errors.put(code, (long) count));
        return Counts.stored(
                tally.inserted(),
                (long) tally.duplicates() - store.discarded(),
                tally.erased(),
                store.discarded(),
                errors);
    }
}
