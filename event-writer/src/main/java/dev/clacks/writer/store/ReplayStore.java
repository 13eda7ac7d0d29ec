package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Chunk;
import java.time.InstantSource;

/**
 * Stores chunks that come again, through the writer's own transaction but for its fence, which is the caller's, and always with
 * care: copies are the rule. For one thread.
 */
public final class ReplayStore implements CountingStore {

    private final AgainInsert insert = new AgainInsert(new DistinctInsert(new BisectingInsert(new StagedInsert())));
    private final PostgresChunkStore store;

    /** @param failedCap how many failed events of an application and day are kept */
    public ReplayStore(DatabaseSession session, InstantSource clock, long failedCap, Fence fence) {
        this.store = new PostgresChunkStore(
                session, new ChunkTransaction(clock, failedCap, fence), insert, insert, kind -> {});
    }

    @Override
    public Outcome write(Chunk chunk) {
        insert.begin();
        return store.write(chunk);
    }

    @Override
    public int discarded() {
        return insert.discarded();
    }
}
