package dev.clacks.archiver.run;

import org.jspecify.annotations.Nullable;

/** Somebody reads the leaf, or writes beside it, for longer than the archiver may wait: it is tried again in the next pass. */
public final class LeafBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LeafBusyException(String leaf, @Nullable Throwable cause) {
        super(leaf + " is in use by a transaction that stays open: the next run tries again", cause);
    }
}
