package dev.clacks.archiver.pass;

import dev.clacks.archiver.run.RunTotals;
import java.util.List;

/**
 * How a pass went.
 *
 * @param locked whether another archiver was at it, so that nothing was done
 * @param archived how many leaves went to the archive
 * @param totals what they brought there
 * @param waiting leaves past their days that stay for now, each with the reason
 * @param failures what went wrong, one line each; empty when nothing did
 * @param verificationFailed whether an object did not hold what it must
 */
public record PassResult(
        boolean locked,
        int archived,
        RunTotals totals,
        List<String> waiting,
        List<String> failures,
        boolean verificationFailed) {

    public PassResult {
        waiting = List.copyOf(waiting);
        failures = List.copyOf(failures);
    }

    static PassResult lockedOut() {
        return new PassResult(true, 0, RunTotals.NONE, List.of(), List.of(), false);
    }

    /** Whether everything that could be done was. */
    public boolean succeeded() {
        return !locked && failures.isEmpty();
    }
}
