package dev.clacks.writer.replay;

import dev.clacks.writer.failed.FailedFilter;
import java.util.function.LongConsumer;

/** Gives failed events up, some in each transaction, until none is left. For one thread. */
final class FailedDiscard {

    private final FailedFilter filter;
    private final ReplaySink sink;
    private final Throttle throttle;
    private final ChunkLimits limits;
    private final LongConsumer progress;

    /** @param progress is told how many were given up */
    FailedDiscard(FailedFilter filter, ReplaySink sink, Throttle throttle, ChunkLimits limits, LongConsumer progress) {
        this.filter = filter;
        this.sink = sink;
        this.throttle = throttle;
        this.limits = limits;
        this.progress = progress;
    }

    /** Gives up what is left. */
    void run() throws ReplayStoppedException, InterruptedException {
        int marked;
        do {
            marked = sink.discard(filter, limits.rows());
            progress.accept(sink.counts().found());
            throttle.took(marked);
        } while (marked > 0);
    }
}
