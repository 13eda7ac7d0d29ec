package dev.clacks.common.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event, given as exactly its own bytes. Not thread-safe: it keeps its tables between calls, so give each
 * thread its own.
 */
public final class EventDecoder {

    /**
     * The event's members. Every rule is applied but the range of the timestamp and the user id's pattern, which depend on
     * the day and the configuration: a record may be read again months after the front door accepted it.
     *
     * @throws EventRejectedException when a rule is broken; bytes that are no JSON object count as
     *     {@link RejectionCode#INVALID_SCHEMA}
     */
    public TelemetryEvent decode(byte[] event) throws EventRejectedException {
        Rejection rejection = check(event, EventRules.defaults(), Instant.EPOCH);
        if (rejection != null) {
            throw new EventRejectedException(rejection);
        }
        throw new UnsupportedOperationException(String.valueOf(event.length));
    }

    /**
     * The first rule that the event breaks at {@code now}, the range of the timestamp and the user id's pattern included;
     * null when it may pass.
     */
    public @Nullable Rejection check(byte[] event, EventRules rules, Instant now) {
        if (event.length == 0) {
            return new Rejection(RejectionCode.INVALID_SCHEMA, "", "the event is empty");
        }
        throw new UnsupportedOperationException(rules + " " + event.length + now);
    }
}
