package dev.clacks.ingest.answer;

import dev.clacks.common.event.InvalidBatchException;
import java.util.Locale;

/** The protocol's error codes for a whole request, each with its HTTP status. Clients see {@link #text()}. */
public enum Code {
    INVALID_JSON(400),
    EMPTY_BATCH(400),
    BATCH_SIZE_MISMATCH(400),
    INVALID_TIMESTAMP_HEADER(400),
    INVALID_NONCE(400),
    INVALID_ENCODING(400),
    ALL_EVENTS_REJECTED(400),
    /** For what is no HTTP, and for parameters of the statistics. */
    INVALID_REQUEST(400),
    UNAUTHORIZED(401),
    TIMESTAMP_OUT_OF_WINDOW(403),
    TOKEN_MISMATCH(403),
    INSUFFICIENT_SCOPE(403),
    APP_DISABLED(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    REQUEST_TIMEOUT(408),
    NONCE_REPLAYED(409),
    PAYLOAD_TOO_LARGE(413),
    BATCH_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    RATE_LIMIT_EXCEEDED(429),
    QUOTA_EXCEEDED(429),
    INTERNAL_ERROR(500),
    BUFFER_UNAVAILABLE(503),
    OVERLOADED(503),
    AUTH_UNAVAILABLE(503),
    /** For the statistics: PostgreSQL cannot be asked. */
    DATABASE_UNAVAILABLE(503);

    private final int status;
    private final String text = name().toLowerCase(Locale.ROOT);

    Code(int status) {
        this.status = status;
    }

    /** Why a body as a whole is refused. */
    public static Code of(InvalidBatchException.Reason reason) {
        return switch (reason) {
            case INVALID_JSON -> INVALID_JSON;
            case EMPTY_BATCH -> EMPTY_BATCH;
            case BATCH_TOO_LARGE -> BATCH_TOO_LARGE;
        };
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** As it stands in an answer, such as {@code invalid_json}. */
    public String text() {
        return text;
    }
}
