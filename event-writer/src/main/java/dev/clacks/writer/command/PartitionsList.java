package dev.clacks.writer.command;

import dev.clacks.writer.partitions.LeafReport;
import dev.clacks.writer.partitions.LeafReport.Ahead;
import dev.clacks.writer.partitions.LeafReport.Leaf;
import java.io.PrintStream;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code partitions list}. */
final class PartitionsList extends Verb {

    PartitionsList() {
        super(
                "list",
                "Lists the leaves of events and failed_events with their sizes, and how many days ahead there are",
                "");
    }

    @Override
    void run(Namespace arguments, Workplace workplace) throws Exception {
        PrintStream out = workplace.out();
        out.printf("%-14s %-10s %14s %16s  %s%n", "table", "day", "rows (about)", "bytes", "leaf");
        for (Leaf leaf : LeafReport.leaves(workplace.connection())) {
            out.printf(
                    "%-14s %-10s %,14d %,16d  %s%s%n",
                    leaf.parent(),
                    leaf.day(),
                    leaf.estimatedRows(),
                    leaf.bytes(),
                    leaf.leaf(),
                    leaf.detachPending() ? " (a detach is pending)" : "");
        }
        for (Ahead ahead : LeafReport.ahead(workplace.connection())) {
            out.printf(
                    "%s: %s%n",
                    ahead.parent(),
                    ahead.daysAhead() == null ? "no leaf" : ahead.daysAhead() + " days ahead of today (UTC)");
        }
    }
}
