package dev.clacks.common.event;

/** An event that breaks a rule, met where only good events are expected. It carries no stack trace. */
public final class EventRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    EventRejectedException(Rejection rejection) {
        super(rejection.message(), null, false, false);
        this.rejection = rejection;
    }

    /** The rule that the event breaks. */
    public Rejection rejection() {
        return rejection;
    }
}
