package dev.clacks.ingest.auth;

import java.time.Instant;

/**
 * When a token or a secret was last used, in whole seconds. It outlives the snapshots of credentials that refer to it, so a
 * use is not forgotten when they are read anew. To note one costs a read, and a write once a second: no lock, nothing
 * allocated. Thread-safe; of uses in the same moment one may be lost.
 */
public final class LastUse {

    private volatile long used;
    private volatile long saved;

    /** It was used then. */
    void at(Instant when) {
        long second = when.getEpochSecond();
        if (second > used) {
            used = second;
        }
    }

    /** The second of the last use, 0 before the first. */
    long second() {
        return used;
    }

    /** Whether there was a use that {@link #saved} was not told of. */
    boolean unsaved() {
        return used > saved;
    }

    /** The database knows of the use in that second. */
    void saved(long second) {
        saved = Math.max(saved, second);
    }
}
