package dev.clacks.archiver.store;

/** There is no object of that key. */
public final class ObjectMissingException extends ObjectStoreException {

    private static final long serialVersionUID = 1L;

    public ObjectMissingException(String key, Throwable cause) {
        super("there is no object " + key, cause);
    }
}
