package dev.clacks.writer.replay;

/**
 * How much a transaction takes.
 *
 * @param rows most rows
 * @param bytes most heap of them
 */
record ChunkLimits(int rows, long bytes) {

    boolean full(int ofRows, long ofBytes) {
        return ofRows >= rows || ofBytes >= bytes;
    }
}
