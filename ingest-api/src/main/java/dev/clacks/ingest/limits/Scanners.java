package dev.clacks.ingest.limits;

import dev.clacks.common.event.BatchScanner;
import dev.clacks.common.event.InvalidBatchException;
import dev.clacks.common.event.ScannedBatch;
import java.time.Instant;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Scans bodies with a few scanners that all requests share. A scanner's tables may grow to several mebibytes while it scans, which
 * {@link InflightBudget} does not count: so many at once and no more. Thread-safe.
 *
 * <p>Whoever comes when all are busy waits for one, some milliseconds at worst: a scan neither reads nor writes, so more of them
 * at once than there are cores would be no faster.
 */
public final class Scanners {

    /** A scan is a fifth of what the door does for a batch, so these keep many more cores busy. */
    private static final int MOST = 16;

    private final Supplier<BatchScanner> make;
    private final Semaphore places;
    /** The one used last comes first: it is in the cache. */
    private final Deque<BatchScanner> idle = new ConcurrentLinkedDeque<>();

    /** @param atOnce how many may scan at once */
    Scanners(Supplier<BatchScanner> make, int atOnce) {
        this.make = make;
        this.places = new Semaphore(atOnce);
    }

    /** Two for each core, since one that waits for its core shall not hold up others, but 16 at most. */
    public static Scanners forCores(Supplier<BatchScanner> make) {
        return new Scanners(make, Math.min(2 * Runtime.getRuntime().availableProcessors(), MOST));
    }

    /** As {@link BatchScanner#scan}. */
    public ScannedBatch scan(byte[] body, int length, Instant now) throws InvalidBatchException {
        places.acquireUninterruptibly();
        try {
            BatchScanner known = idle.poll();
            BatchScanner scanner = known == null ? make.get() : known;
            try {
                return scanner.scan(body, length, now);
            } finally {
                idle.push(scanner);
            }
        } finally {
            places.release();
        }
    }
}
