package dev.clacks.ingest.answer;

/** Ends the handling of a request with a refusal. It carries no stack trace: refusing is ordinary and must be cheap. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    public RefusedException(Code code, String message) {
        this(Refusal.of(code, message));
    }

    public Refusal refusal() {
        return refusal;
    }
}
