package dev.clacks.ingest.body;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.limits.InflightBudget;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes that arrive in pieces, in one array that grows. It takes no memory before the first byte, and the whole declared
 * size at once only while there is plenty: a client that announces much and sends little occupies little. For one thread
 * at a time.
 */
public final class BodyBuffer {

    private static final int FIRST = 8 * 1024;
    private static final int AT_ONCE = 128 * 1024;

    private final InflightBudget.Lease lease;
    private final long base;
    private final int limit;
    private final int expected;
    private byte[] array = new byte[0];
    private int length;

    /**
     * @param base bytes that the lease holds for something else
     * @param limit most bytes it may take
     * @param expected how many will come, or -1 where that is unknown
     */
    public BodyBuffer(InflightBudget.Lease lease, long base, int limit, int expected) {
        this.lease = lease;
        this.base = base;
        this.limit = limit;
        this.expected = expected;
    }

    /** Takes everything that {@code piece} has. */
    public void append(ByteBuffer piece) throws RefusedException {
        int more = piece.remaining();
        ensure(more);
        piece.get(array, length, more);
        length += more;
    }

    /** Room for at least one more byte: where the free part of {@link #array()} starts is {@link #length()}. */
    int room() throws RefusedException {
        if (length == array.length) {
            ensure(1);
        }
        return array.length - length;
    }

    void advance(int bytes) {
        length += bytes;
    }

    /** The bytes, at its beginning; not a copy. */
    public byte[] array() {
        return array;
    }

    /** How many bytes of {@link #array()} are the body. */
    public int length() {
        return length;
    }

    private void ensure(int more) throws RefusedException {
        if (more > limit - length) {
            throw tooLarge(limit);
        }
        if (length + more <= array.length) {
            return;
        }
        int capacity = Math.max(length + more, Math.max(FIRST, array.length * 2));
        if (array.length == 0 && expected > 0 && expected <= AT_ONCE && lease.roomy()) {
            capacity = Math.max(expected, more);
        } else if (expected >= length + more) {
            capacity = Math.min(capacity, expected);
        }
        capacity = Math.min(capacity, limit);
        if (!lease.hold(base + array.length + capacity)) {
            throw noRoom();
        }
        array = Arrays.copyOf(array, capacity);
        lease.hold(base + capacity);
    }

    /** The refusal of what the budget cannot hold now. */
    public static RefusedException noRoom() {
        return new RefusedException(
                Refusal.retry(Code.OVERLOADED, "Too many bytes are under way: send the batch again.", 1));
    }

    /** The refusal of a body beyond {@code limit} bytes. */
    public static RefusedException tooLarge(int limit) {
        return new RefusedException(
                Code.PAYLOAD_TOO_LARGE, "The body may have at most " + limit + " bytes, before and after inflating.");
    }
}
