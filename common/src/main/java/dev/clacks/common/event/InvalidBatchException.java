package dev.clacks.common.event;

import java.util.Locale;

/**
 * A body that is refused as a whole; nothing of it is kept. The message says what is wrong and at which byte, and never
 * quotes the body. It carries no stack trace: bad input is ordinary, and must not be dearer than good input.
 */
public final class InvalidBatchException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    InvalidBatchException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** The answer this body gets. */
    public Reason reason() {
        return reason;
    }

    /** What can be wrong with a body as a whole. */
    public enum Reason {
        /** Not one JSON document of the shape {@code {"events": [{...}, ...]}} in UTF-8. */
        INVALID_JSON,
        /** The array of events is empty. */
        EMPTY_BATCH,
        /** The array has more events than a batch may have. */
        BATCH_TOO_LARGE;

        private final String code = name().toLowerCase(Locale.ROOT);

        /** The error code as it stands in the answer, such as {@code invalid_json}. */
        public String code() {
            return code;
        }
    }
}
