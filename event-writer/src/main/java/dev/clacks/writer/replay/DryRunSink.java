package dev.clacks.writer.replay;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.store.DryRunStore;
import dev.clacks.writer.store.Outcome;

/** Counts what a replay would do. For one thread. */
final class DryRunSink implements ReplaySink {

    private final DryRunStore store;
    private String position = "";
    private Counts counts = Counts.NONE;

    DryRunSink(DryRunStore store) {
        this.store = store;
    }

    @Override
    public void write(Chunk chunk, String to, Counts beside) throws ReplayStoppedException {
        switch (store.write(chunk)) {
            case Outcome.Stored(var tally) -> step(to, beside.plus(ReplaySink.counted(tally, store)));
            case Outcome.Broken(String why) -> throw ReplayStoppedException.failed(why);
            case Outcome.Unavailable(var kind, String why) -> throw ReplayStoppedException.failed(why);
            case Outcome.Fenced() -> throw new IllegalStateException("nothing is fenced in a dry run");
        }
    }

    @Override
    public void step(String to, Counts beside) {
        position = to;
        counts = counts.plus(beside);
    }

    @Override
    public String position() {
        return position;
    }

    @Override
    public Counts counts() {
        return counts;
    }
}
