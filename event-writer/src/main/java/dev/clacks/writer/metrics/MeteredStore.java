package dev.clacks.writer.metrics;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.store.ChunkStore;
import dev.clacks.writer.store.Outcome;

/** Takes the time of each attempt. */
public final class MeteredStore implements ChunkStore {

    private final WriterMetrics metrics;
    private final ChunkStore inner;

    public MeteredStore(WriterMetrics metrics, ChunkStore inner) {
        this.metrics = metrics;
        this.inner = inner;
    }

    @Override
    public Outcome write(Chunk chunk) {
        long start = System.nanoTime();
        try {
            return inner.write(chunk);
        } finally {
            metrics.transaction((System.nanoTime() - start) / 1e9);
        }
    }
}
