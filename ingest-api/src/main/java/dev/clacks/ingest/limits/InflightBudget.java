package dev.clacks.ingest.limits;

import dev.clacks.ingest.limits.ClientAddresses.Client;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests under way and the bytes that their bodies occupy, and says no when there would be too many.
 * Thread-safe; nobody ever waits.
 *
 * <p>A request that holds more than {@link #LARGE} bytes may only use three quarters of the whole: however many large
 * bodies come at once, small ones still pass.
 *
 * <p>While bodies arrive, which takes as long as their senders like, those of one address never hold more than is left free for
 * everybody else: one address gets half of the whole at most, and of whatever others take of it, half of the rest. A body within
 * half of its equal share, that is all bytes divided by all requests, does not count for that: whatever there are of them, they
 * do not fill the whole.
 */
public final class InflightBudget {

    /** Beyond this many bytes a request counts as large. */
    public static final int LARGE = 1 << 20;

    private final int maxRequests;
    private final long maxBytes;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final ArrivingBytes arriving = new ArrivingBytes();

    public InflightBudget(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /** Admits one more request of somebody who is known, or returns null where there are too many. */
    public @Nullable Lease enter() {
        return admit(null);
    }

    /** Admits one more request, whose body arrives from that address, or returns null where there are too many. */
    public @Nullable Lease enter(Client sender) {
        return admit(sender);
    }

    private @Nullable Lease admit(@Nullable Client sender) {
        int before = requests.getAndUpdate(now -> now < maxRequests ? now + 1 : now);
        return before < maxRequests ? new Lease(sender) : null;
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
        /** Whose body arrives; null once it has. */
        private @Nullable Client sender;

        private long held;
        /** How much of that counts against the sender. */
        private long charged;

        private boolean closed;

        private Lease(@Nullable Client sender) {
            this.sender = sender;
        }

        /** Changes what the request holds to {@code total} bytes; false, and no change, where that is too much. */
        public synchronized boolean hold(long total) {
            if (closed) {
                return false;
            }
            long more = total - held;
            long bound = total > LARGE ? maxBytes / 4 * 3 : maxBytes;
            Client from = sender;
            long charge = from != null && total > maxBytes / maxRequests / 2 ? total : 0;
            boolean taken = (from != null && charge > charged)
                    ? arriving.add(from, charge - charged, address -> take(more, Math.min(bound, maxBytes - address)))
                    : take(more, bound);
            if (!taken) {
                return false;
            }
            held = total;
            discharge(charge);
            return true;
        }

        /** The body is there: how long it is held is no longer up to its sender. */
        public synchronized void arrived() {
            discharge(0);
            sender = null;
        }

        /** Lets no more than {@code charge} count against the sender from now on. */
        private void discharge(long charge) {
            if (sender != null && charge < charged) {
                arriving.subtract(sender, charged - charge);
            }
            charged = charge;
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
                arrived();
                bytes.addAndGet(-held);
                held = 0;
                requests.decrementAndGet();
            }
        }
    }
}
