package dev.clacks.common.event;

/** Bytes that are not JSON in UTF-8. The message says what was expected and at which byte; it carries no stack trace. */
final class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedJsonException(String what, int offset) {
        super(what + " at byte " + offset, null, false, false);
    }
}
