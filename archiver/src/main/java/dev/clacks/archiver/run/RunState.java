package dev.clacks.archiver.run;

import java.util.Locale;

/** How far a leaf has come on its way to the archive; in {@code archive_runs} by its name in lower case. */
public enum RunState {
    /** Chosen; the leaf may be attached, half detached or detached. */
    PLANNED,
    /** No more rows can come. Rows that Kafka still holds, copies and erased rows may still be in it. */
    DETACHED,
    /** The leaf holds exactly what the archive is to hold; objects are written, or not, or half. */
    UPLOADING,
    /** The objects were read back and held what the leaf holds. */
    VERIFIED,
    /** In the manifest, the leaf dropped. */
    DONE,
    /** Given up by an operator before anything was changed; the leaf may be planned again. */
    FAILED;

    /** Whether a step may end there. */
    public boolean mayBecome(RunState next) {
        return switch (this) {
            case PLANNED -> next == DETACHED;
            case DETACHED -> next == UPLOADING;
            case UPLOADING -> next == VERIFIED;
            case VERIFIED -> next == DONE;
            case DONE, FAILED -> false;
        };
    }

    public boolean ended() {
        return this == DONE || this == FAILED;
    }

    /** As the column has it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
