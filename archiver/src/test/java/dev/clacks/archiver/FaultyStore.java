package dev.clacks.archiver;

import dev.clacks.archiver.store.ObjectStore;
import java.nio.file.Path;
import java.util.List;

/** A bucket that does something else first, or last, where a test says so. */
public class FaultyStore implements ObjectStore {

    private final ObjectStore store;

    protected FaultyStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public void put(String key, Path file, String contentType) {
        store.put(key, file, contentType);
    }

    @Override
    public void fetch(String key, Path into) {
        store.fetch(key, into);
    }

    @Override
    public List<String> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public void delete(String key) {
        store.delete(key);
    }

    @Override
    public void check() {
        store.check();
    }

    /** The bucket stays open for the next one. */
    @Override
    public void close() {}
}
