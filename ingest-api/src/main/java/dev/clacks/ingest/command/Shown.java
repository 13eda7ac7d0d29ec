package dev.clacks.ingest.command;

import org.jspecify.annotations.Nullable;

/**
 * What a command of the administration shows.
 *
 * @param json what {@code --json} prints: the same as the admin API answers
 * @param text what people read
 * @param trouble what was not done, told after this, which makes the exit code; null where all was
 */
record Shown(Object json, String text, @Nullable Exception trouble) {

    static Shown of(Object json, String text) {
        return new Shown(json, text, null);
    }

    /** The command did not do all it was asked to. Exit code 1. */
    static final class NotAllDoneException extends Exception {
        private static final long serialVersionUID = 1L;

        NotAllDoneException(String message) {
            super(message);
        }
    }
}
