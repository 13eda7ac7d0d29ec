package dev.clacks.common.admin;

import dev.clacks.common.app.UserErrorException;

/** An administrator's wish that cannot be fulfilled. The message says why and what to do, without any secret. */
public final class WishException extends UserErrorException {

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

    private WishException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public static WishException invalid(String message) {
        return new WishException(Kind.INVALID, message);
    }

    public static WishException notFound(String message) {
        return new WishException(Kind.NOT_FOUND, message);
    }

    public static WishException conflict(String message) {
        return new WishException(Kind.CONFLICT, message);
    }

    public Kind kind() {
        return kind;
    }
}
