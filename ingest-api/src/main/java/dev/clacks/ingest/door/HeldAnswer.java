package dev.clacks.ingest.door;

import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.limits.InflightBudget;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A large answer while its client reads it: it stays counted, and a client that takes too long is cut off, or it could keep it in
 * memory for as long as it likes by reading a byte now and then. Thread-safe.
 */
final class HeldAnswer extends Callback.Nested {

    /** Answers of up to so many bytes are not counted: the connection's own buffers are larger. */
    private static final int SMALL = 8 * 1024;

    private final InflightBudget.Lease lease;
    private final EndPoint endPoint;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Future<?> deadline;

    private HeldAnswer(InflightBudget.Lease lease, EndPoint endPoint, Callback callback) {
        super(callback);
        this.lease = lease;
        this.endPoint = endPoint;
    }

    /** Lets a request's lease hold its answer in place of its body; false where there is no room for that. */
    static boolean fits(Answer answer, InflightBudget.Lease lease) {
        return answer.body().length <= SMALL || lease.hold(answer.body().length);
    }

    /**
     * Gives the lease of a request back, at once where the answer is small, else once it is written or took too long.
     *
     * @return what writing the answer is to complete; it completes {@code callback}
     */
    static Callback until(
            Answer answer, InflightBudget.Lease lease, DoorParts parts, Request request, Callback callback) {
        if (answer.body().length <= SMALL) {
            lease.close();
            return callback;
        }
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        var held = new HeldAnswer(lease, endPoint, callback);
        held.deadline = parts.deadlines().after(parts.limits().answerTimeout(), held::late);
        return held;
    }

    @Override
    public void succeeded() {
        var _ = end();
        super.succeeded();
    }

    @Override
    public void failed(Throwable failure) {
        var _ = end();
        super.failed(failure);
    }

    /** Fails the writing, and so the callback. */
    private void late() {
        if (end()) {
            endPoint.close();
        }
    }

    /** Whether this call ended it. */
    private boolean end() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        Future<?> current = deadline;
        if (current != null) {
            current.cancel(false);
        }
        lease.close();
        return true;
    }
}
