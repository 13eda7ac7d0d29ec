package dev.clacks.testkit.ledger;

import java.util.List;

/**
 * Where the acknowledged events are.
 *
 * @param acknowledged how many there are
 * @param stored how many of them are in {@code events}, or in a leaf that is on its way to the archive
 * @param failed how many are in {@code failed_events} only, and wait there to be replayed
 * @param archived how many are in the archive
 * @param lost how many are nowhere
 * @param doubled how many are in {@code events}, the leaves on their way, and the archive more than once in all
 * @param violations what is wrong, a sentence each; empty when the promise is kept
 */
public record LedgerReport(
        long acknowledged, long stored, long failed, long archived, long lost, long doubled, List<String> violations) {

    public LedgerReport {
        violations = List.copyOf(violations);
    }

    /** Whether each event is in exactly one place and the counts equal the rows. */
    public boolean holds() {
        return violations.isEmpty();
    }

    /**
     * Fails unless the promise is kept.
     *
     * @throws AssertionError with all violations
     */
    public void assertHolds() {
        if (!holds()) {
            throw new AssertionError(this.toString() + "\n" + String.join("\n", violations));
        }
    }
}
