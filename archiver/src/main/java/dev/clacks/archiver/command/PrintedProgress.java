package dev.clacks.archiver.command;

import dev.clacks.archiver.run.Progress;
import java.io.PrintStream;

/** Prints what happens, and at every tenth of a long export how far it is. */
final class PrintedProgress implements Progress {

    private static final int STEPS = 10;
    private static final long LONG_ROWS = 100_000;

    private final PrintStream out;
    private long printed;

    PrintedProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void say(String line) {
        printed = 0;
        out.println(line);
    }

    @Override
    public void rows(long done, long all) {
        long step = all < LONG_ROWS ? 0 : done * STEPS / all;
        if (step > printed) {
            printed = step;
            out.printf("  %,d of %,d rows%n", done, all);
        }
    }
}
