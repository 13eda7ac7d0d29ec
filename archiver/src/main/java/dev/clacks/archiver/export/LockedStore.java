package dev.clacks.archiver.export;

import dev.clacks.archiver.store.ObjectStore;
import dev.clacks.archiver.store.ObjectStoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A bucket that is written to only while the session lives that holds the archiver's lock. An archiver that lost its session
 * in the middle of an export has lost the lock with it, and another one may be writing the same keys. For one thread.
 */
final class LockedStore implements ObjectStore {

    private static final int ANSWER_SECONDS = 10;

    private final ObjectStore store;
    private final Connection session;

    LockedStore(ObjectStore store, Connection session) {
        this.store = store;
        this.session = session;
    }

    @Override
    public void put(String key, Path file, String contentType) {
        requireLock(key);
        store.put(key, file, contentType);
    }

    @Override
    public void delete(String key) {
        requireLock(key);
        store.delete(key);
    }

    private void requireLock(String key) {
        try {
            if (session.isValid(ANSWER_SECONDS)) {
                return;
            }
        } catch (SQLException e) {
            throw new ObjectStoreException(lost(key), e);
        }
        throw new ObjectStoreException(lost(key), null);
    }

    private static String lost(String key) {
        return key + " is left alone: the session that held the archiver's lock is lost";
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
    public void check() {
        store.check();
    }

    /** Closes nothing: the bucket outlives the session. */
    @Override
    public void close() {}
}
