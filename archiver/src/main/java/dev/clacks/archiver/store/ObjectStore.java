package dev.clacks.archiver.store;

import java.nio.file.Path;
import java.util.List;

/**
 * A bucket, as far as the archiver needs one. Every method tries again by itself what is worth it and throws
 * {@link ObjectStoreException} when it gives up. Thread-safe.
 */
public interface ObjectStore extends AutoCloseable {

    /** Stores the file under the key, over what is there. The object appears whole or not at all. */
    void put(String key, Path file, String contentType);

    /**
     * Writes the object into the file, over what is there.
     *
     * @throws ObjectMissingException when there is no such object
     */
    void fetch(String key, Path into);

    /** The keys that begin with the prefix, in their order. */
    List<String> list(String prefix);

    /** Removes the object; nothing happens where there is none. */
    void delete(String key);

    /** Asks whether the bucket is there and may be used; throws what is wrong and what to do. */
    void check();

    @Override
    void close();
}
