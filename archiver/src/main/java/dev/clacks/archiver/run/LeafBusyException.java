package dev.clacks.archiver.run;

/** Somebody reads the leaf, or writes beside it, for longer than the archiver may wait: it is tried again in the next pass. */
public final class LeafBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LeafBusyException(String leaf, Throwable cause) {
        super(leaf + " is in use for longer than archive.lockTimeout: the next run tries again", cause);
    }
}
