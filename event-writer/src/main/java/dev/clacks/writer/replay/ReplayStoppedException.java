package dev.clacks.writer.replay;

/** A replay ended before its end; the message says why. What it has done stays done, and it can be resumed. */
public final class ReplayStoppedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean cancelled;

    private ReplayStoppedException(String message, boolean cancelled) {
        super(message);
        this.cancelled = cancelled;
    }

    /** Something failed that did not mend itself within minutes. */
    static ReplayStoppedException failed(String why) {
        return new ReplayStoppedException(why, false);
    }

    /** Somebody cancelled it, or resumed it elsewhere. */
    static ReplayStoppedException cancelled() {
        return new ReplayStoppedException("the operation was cancelled, or is run by somebody else now", true);
    }

    /** Whether it was somebody's wish. */
    public boolean isCancelled() {
        return cancelled;
    }
}
