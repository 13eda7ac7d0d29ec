package dev.clacks.common.event;

import java.util.Locale;

/** Why one event was refused: the per-event error codes of the wire protocol. Clients see {@link #code()}. */
public enum RejectionCode {
    /** {@code schema_version} is missing, no string, or not {@code 1.x} or {@code 1.x.y}. */
    UNSUPPORTED_SCHEMA,
    /** {@code event_id} (or {@code id}, where it stands for it) is missing or no UUID in canonical text form. */
    INVALID_EVENT_ID,
    /** {@code timestamp} is missing or no RFC 3339 time with a zone. */
    INVALID_TIMESTAMP,
    /** {@code timestamp} lies outside the accepted past and future. */
    TIMESTAMP_OUT_OF_RANGE,
    /** A member is missing, of the wrong type, too long or empty, or the event is nested too deeply. */
    INVALID_SCHEMA,
    /** A string or key holds U+0000 or an unpaired surrogate, which PostgreSQL cannot store. */
    INVALID_UNICODE,
    /** A number has an exponent beyond 400 or more than 100 digits. */
    NUMBER_OUT_OF_RANGE,
    /** An object gives the same key twice. */
    DUPLICATE_KEY,
    /** The event is longer than 262,144 bytes. */
    EVENT_TOO_LARGE,
    /** An earlier valid event of the same batch has this id. */
    DUPLICATE_EVENT_ID;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The code as it stands in answers and record headers, such as {@code invalid_event_id}. */
    public String code() {
        return code;
    }
}
