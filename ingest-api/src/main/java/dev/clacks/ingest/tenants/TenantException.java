package dev.clacks.ingest.tenants;

/** An administrator's wish that cannot be fulfilled. The message says why and what to do, without any secret. */
public final class TenantException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** The wish itself. */
        INVALID,
        /** What it names is not there. */
        NOT_FOUND,
        /** It does not go with what is there. */
        CONFLICT
    }

    private final Kind kind;

    private TenantException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public static TenantException invalid(String message) {
        return new TenantException(Kind.INVALID, message);
    }

    public static TenantException notFound(String message) {
        return new TenantException(Kind.NOT_FOUND, message);
    }

    public static TenantException conflict(String message) {
        return new TenantException(Kind.CONFLICT, message);
    }

    public Kind kind() {
        return kind;
    }
}
