package dev.clacks.common.event;

import java.time.Instant;

/**
 * Finds the events of a request body and checks each, in one pass over the bytes and without a tree. Not thread-safe:
 * it keeps its tables between calls, so give each thread its own.
 */
public final class BatchScanner {

    private final EventRules rules;
    private final int maxEvents;

    /** A scanner that checks events by {@code rules} and takes at most {@code maxEvents} of them in one body. */
    public BatchScanner(EventRules rules, int maxEvents) {
        this.rules = rules;
        this.maxEvents = maxEvents;
    }

    /**
     * Scans the first {@code length} bytes of {@code body}.
     *
     * @param now the server's time, against which the events' timestamps are checked
     * @throws InvalidBatchException when the body as a whole is refused
     */
    public ScannedBatch scan(byte[] body, int length, Instant now) throws InvalidBatchException {
        if (length == 0) {
            throw new InvalidBatchException(InvalidBatchException.Reason.INVALID_JSON, "the body is empty");
        }
        throw new UnsupportedOperationException(rules + " " + maxEvents + " " + body.length + length + now);
    }
}
