package dev.clacks.archiver.export;

/** An object does not hold what it must: nothing is dropped that depends on it. */
public final class VerificationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public VerificationException(String message) {
        super(message);
    }
}
