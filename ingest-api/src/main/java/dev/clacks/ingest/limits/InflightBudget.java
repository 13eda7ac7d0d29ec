package dev.clacks.ingest.limits;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests under way and the bytes that their bodies occupy, and says no when there would be too many.
 * Thread-safe; nobody ever waits.
 *
 * <p>A request that holds more than {@link #LARGE} bytes may only use three quarters of the whole: however many large
 * bodies come at once, small ones still pass.
 */
public final class InflightBudget {

    /** Beyond this many bytes a request counts as large. */
    public static final int LARGE = 1 << 20;

    private final int maxRequests;
    private final long maxBytes;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    public InflightBudget(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /** Admits one more request, or returns null where there are too many. */
    public @Nullable Lease enter() {
        int before = requests.getAndUpdate(now -> now < maxRequests ? now + 1 : now);
        return before < maxRequests ? new Lease() : null;
    }

    public int requests() {
        return requests.get();
    }

    public long bytes() {
        return bytes.get();
    }

    /** Whether less than a quarter of the bytes is taken. */
    boolean roomy() {
        return bytes.get() < maxBytes / 4;
    }

    /** Takes {@code more} bytes unless all would then be more than {@code bound}; nobody sees a sum that was refused. */
    private boolean take(long more, long bound) {
        while (true) {
            long before = bytes.get();
            if (more > 0 && before > bound - more) {
                return false;
            }
            if (bytes.compareAndSet(before, before + more)) {
                return true;
            }
        }
    }

    /** One request's share. Its methods are for one thread at a time, but for {@link #close()}, which may come from any. */
    public final class Lease implements AutoCloseable {
        private long held;
        private boolean closed;

        private Lease() {}

        /** Changes what the request holds to {@code total} bytes; false, and no change, where that is too much. */
        public synchronized boolean hold(long total) {
            if (closed) {
                return false;
            }
            long more = total - held;
            long bound = total > LARGE ? maxBytes / 4 * 3 : maxBytes;
            if (!take(more, bound)) {
                return false;
            }
            held = total;
            return true;
        }

        /** Whether there is so much room that a buffer of a body's declared size may be taken at once. */
        public boolean roomy() {
            return InflightBudget.this.roomy();
        }

        /** Gives everything back; a second call does nothing. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                bytes.addAndGet(-held);
                held = 0;
                requests.decrementAndGet();
            }
        }
    }
}
