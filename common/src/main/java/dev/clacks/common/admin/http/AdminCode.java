package dev.clacks.common.admin.http;

import java.util.Locale;

/** The error codes that every administration has, each with its HTTP status. Callers see {@link #text()}. */
public enum AdminCode {
    /** A parameter or the body is wrong. */
    INVALID_REQUEST(400),
    UNAUTHORIZED(401),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    /** What is there already, or may not be changed. */
    CONFLICT(409),
    PAYLOAD_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    INTERNAL_ERROR(500),
    DATABASE_UNAVAILABLE(503),
    KAFKA_UNAVAILABLE(503),
    /** The process is about to end. */
    STOPPING(503);

    private final int status;
    private final String text = name().toLowerCase(Locale.ROOT);

    AdminCode(int status) {
        this.status = status;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** As it stands in an answer, such as {@code not_found}. */
    public String text() {
        return text;
    }
}
