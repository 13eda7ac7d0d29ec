package dev.clacks.ingest.command;

import org.jspecify.annotations.Nullable;

/**
 * What a command of the administration shows.
 *
 * @param json what {@code --json} prints: the same as the admin API answers
 * @param text what people read
 * @param trouble what was not done, which makes the exit code 1; null where all was
 */
record Shown(Object json, String text, @Nullable String trouble) {

    static Shown of(Object json, String text) {
        return new Shown(json, text, null);
    }
}
