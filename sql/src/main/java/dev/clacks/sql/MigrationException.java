package dev.clacks.sql;

import org.jspecify.annotations.Nullable;

/** The schema could not be read or brought up to date; the message is that of the innermost cause and fit for an operator. */
public final class MigrationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MigrationException(@Nullable Throwable cause) {
        super("The schema could not be applied: " + innermost(cause), cause);
    }

    private static String innermost(@Nullable Throwable cause) {
        String message = "unknown";
        for (Throwable at = cause; at != null; at = at.getCause()) {
            message = at.getMessage() == null ? at.toString() : at.getMessage();
        }
        return message;
    }
}
