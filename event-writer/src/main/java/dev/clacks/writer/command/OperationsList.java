package dev.clacks.writer.command;

import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.operation.Operation;
import dev.clacks.writer.operation.Operations;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code operations list}. */
final class OperationsList extends Verb {

    private static final int MOST = 50;

    OperationsList() {
        super("list", "Lists replays and discards with what they came to, the latest first", "");
    }

    @Override
    void run(Namespace arguments, Workplace workplace) throws Exception {
        for (Operation one : Operations.list(workplace.connection(), MOST)) {
            workplace.out().println(line(one));
            workplace.out().println("  " + OperationRun.sums(one.counts(), "") + gone(one.counts()));
        }
    }

    /** Which it is and how it stands. */
    static String line(Operation one) {
        return "%s  %-14s %-9s begun %s by %s, last sign %s%s"
                .formatted(
                        one.id(),
                        one.kind(),
                        one.state(),
                        one.startedAt(),
                        one.actor(),
                        one.updatedAt(),
                        one.error() == null ? "" : ": " + one.error());
    }

    private static String gone(Counts counts) {
        return counts.gone() == 0 ? "" : ", %,d gone".formatted(counts.gone());
    }
}
