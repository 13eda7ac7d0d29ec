package dev.clacks.writer.consume;

import java.time.Duration;

/**
 * How much a lane holds and when it lets go.
 *
 * @param chunkRows most rows of a chunk
 * @param chunkBytes most heap of a chunk's rows, in bytes; a chunk has at least one row, however heavy
 * @param linger how long the first row of a chunk waits for company
 * @param inFlight most chunks of one lane that are with the store at once
 * @param carefulRows how many records after a suspicious start are written one by one
 */
public record LaneLimits(int chunkRows, long chunkBytes, Duration linger, int inFlight, int carefulRows) {

    public LaneLimits {
        if (chunkRows < 1 || chunkBytes < 1 || inFlight < 1 || carefulRows < 1 || linger.isNegative()) {
            throw new IllegalArgumentException("a lane's limits must be positive");
        }
    }

    /** From how many waiting rows on a lane wants no more from Kafka. */
    int enoughRows() {
        return 2 * chunkRows;
    }

    /** From how much waiting heap on a lane wants no more from Kafka, in bytes. */
    long enoughBytes() {
        return 2 * chunkBytes;
    }
}
