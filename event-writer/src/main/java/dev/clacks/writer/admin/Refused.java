package dev.clacks.writer.admin;

/** What the caller is told instead of an answer. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    Refused(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
