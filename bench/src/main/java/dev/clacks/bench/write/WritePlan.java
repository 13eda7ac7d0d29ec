package dev.clacks.bench.write;

/**
 * What is measured.
 *
 * @param prefill rows in the table before the first round
 * @param days over how many days they are spread
 * @param rounds how often every contender has its turn
 * @param transactions of a turn
 * @param rows of a transaction
 * @param applications whose events take turns
 * @param writerOnly whether the ways that the writer does not take are left out
 * @param seed of the events and of the order of turns
 */
record WritePlan(
        long prefill,
        int days,
        int rounds,
        int transactions,
        int rows,
        int applications,
        boolean writerOnly,
        long seed) {

    /** Events of one turn. */
    int turn() {
        return transactions * rows;
    }
}
