package dev.clacks.writer.store;

/** A store that knows which events an operator had given up. */
public interface CountingStore extends ChunkStore {

    /** How many of the last chunk's: its tally calls them duplicates. */
    int discarded();
}
