package dev.clacks.ingest.door;

import dev.clacks.common.event.ScannedBatch;
import dev.clacks.ingest.auth.KnownApplication;
import org.jspecify.annotations.Nullable;

/** What is found out about a batch on its way, for the log. One thread writes at a time, any may read. */
final class BatchLine {

    private volatile int bytes;
    private volatile @Nullable KnownApplication application;
    private volatile @Nullable ScannedBatch batch;

    /** So many bytes arrived. */
    void received(int length) {
        bytes = length;
    }

    /** It is authentic, and whose it is. */
    void authentic(KnownApplication whose) {
        application = whose;
    }

    /** What is in it. */
    void scanned(ScannedBatch scanned) {
        batch = scanned;
    }

    int bytes() {
        return bytes;
    }

    @Nullable
    KnownApplication application() {
        return application;
    }

    @Nullable
    ScannedBatch batch() {
        return batch;
    }
}
