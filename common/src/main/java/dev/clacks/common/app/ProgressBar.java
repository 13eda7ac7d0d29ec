package dev.clacks.common.app;

import java.io.PrintStream;

/**
 * Progress on one line of a terminal; where the output is no terminal, a line for each tenth. The launcher knows which it
 * is and says so in the system property {@code clacks.terminal}. For one thread.
 */
public final class ProgressBar implements AutoCloseable {

    private static final int WIDTH = 40;

    private final PrintStream out;
    private final String unit;
    private final long total;
    private final boolean terminal = Boolean.getBoolean("clacks.terminal");
    private long shown = -1;

    /**
     * A bar at nothing.
     *
     * @param total 1 or more
     */
    public ProgressBar(PrintStream out, String unit, long total) {
        this.out = out;
        this.unit = unit;
        this.total = total;
    }

    /** Shows how many of the total are done. */
    public void show(long done) {
        long step = done * (terminal ? 1_000 : 10) / total;
        if (step == shown) {
            return;
        }
        shown = step;
        int full = (int) Math.min(WIDTH, done * WIDTH / total);
        String text = "%s%s %,d of %,d %s".formatted("█".repeat(full), "░".repeat(WIDTH - full), done, total, unit);
        if (terminal) {
            out.print("\r" + text);
            out.flush();
        } else {
            out.println(text);
        }
    }

    /** Ends the line. */
    @Override
    public void close() {
        if (terminal && shown >= 0) {
            out.println();
        }
    }
}
