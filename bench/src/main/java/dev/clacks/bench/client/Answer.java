package dev.clacks.bench.client;

import java.time.Duration;

/**
 * What the server said.
 *
 * @param status HTTP status
 * @param body text of the body
 * @param took from sending to the last byte
 */
public record Answer(int status, String body, Duration took) {

    /** Every event of the batch is durable. */
    public boolean success() {
        return status == 200;
    }

    /** The same events may succeed when they are sent again. */
    public boolean worthRetrying() {
        return status == 429 || status >= 500;
    }
}
