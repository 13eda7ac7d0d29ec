package dev.clacks.archiver.pass;

import dev.clacks.archiver.run.ArchiveSession;
import dev.clacks.common.db.DatabaseUrl;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes passes, each on a session of its own. {@link #pass} is for one thread, {@link #stop} for any. */
public final class Archiving {

    private static final long LOOK_MILLIS = 200;

    private final DatabaseUrl database;
    private final ArchiveParts parts;
    private volatile @Nullable ArchiveSession current;

    public Archiving(DatabaseUrl database, ArchiveParts parts) {
        this.database = database;
        this.parts = parts;
    }

    /**
     * One pass.
     *
     * @param waitForLock how long another archiver is waited for; then the result says that it was locked
     */
    public PassResult pass(Duration waitForLock) throws SQLException, InterruptedException {
        try (ArchiveSession session = ArchiveSession.open(database)) {
            current = session;
            if (!lock(session, waitForLock)) {
                return PassResult.lockedOut();
            }
            return new ArchivePass(parts, session.connection()).run();
        } finally {
            current = null;
        }
    }

    private boolean lock(ArchiveSession session, Duration limit) throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        boolean said = false;
        while (!session.tryLock()) {
            if (System.nanoTime() - begun >= limit.toNanos()) {
                return false;
            }
            if (!said) {
                parts.progress().say("Waiting for another archiver to finish ...");
                said = true;
            }
            parts.pulse().beat();
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    /** Ends a pass at its next beat, and the statement it waits for at once; the next pass goes on from there. */
    public void stop() {
        parts.pulse().stop();
        ArchiveSession session = current;
        if (session != null) {
            session.abort();
        }
    }
}
