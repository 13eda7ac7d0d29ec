package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Chunk;

/**
 * Stores chunks, each in one transaction. It makes one attempt and reports; waiting and trying again is the caller's, who
 * has other partitions to serve. For one thread.
 */
public interface ChunkStore {

    Outcome write(Chunk chunk);
}
