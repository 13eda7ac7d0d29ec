package dev.clacks.archiver.store;

import org.jspecify.annotations.Nullable;

/** The object store did not do what it was asked to. */
public class ObjectStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ObjectStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
