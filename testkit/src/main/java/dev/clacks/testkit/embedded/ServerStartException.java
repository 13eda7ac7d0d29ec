package dev.clacks.testkit.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server did not start; the message says why and, where something can be done, what. */
public final class ServerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ServerStartException(String message) {
        super(message);
    }

    public ServerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
