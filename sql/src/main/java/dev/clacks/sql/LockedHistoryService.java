package dev.clacks.sql;

import liquibase.changelog.StandardChangeLogHistoryService;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.exception.LockException;

/**
 * Liquibase's record of what has run, with its table made under the lock: left to itself, Liquibase makes that table while it
 * still reads the changelog, before it locks anything, and of several migrators that start on an empty database all but one
 * would fail. Found by Liquibase itself as a service.
 */
public final class LockedHistoryService extends StandardChangeLogHistoryService {
    /** For Liquibase's service loader. */
    public LockedHistoryService() {}

    @Override
    public int getPriority() {
        return PRIORITY_DATABASE;
    }

    @Override
    public boolean supports(Database database) {
        return new SessionLockService().supports(database);
    }

    @Override
    public void init() throws DatabaseException {
        var lock = new SessionLockService();
        lock.setDatabase(getDatabase());
        try {
            if (lock.hasChangeLogLock()) {
                super.init();
                return;
            }
            lock.waitForLock();
            try {
                super.init();
            } finally {
                lock.releaseLock();
            }
        } catch (LockException e) {
            throw new DatabaseException(e);
        }
    }
}
