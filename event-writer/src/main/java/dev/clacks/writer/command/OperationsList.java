package dev.clacks.writer.command;

import dev.clacks.writer.operation.Operation;
import dev.clacks.writer.operation.Operations;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code operations list}. */
final class OperationsList extends Verb {

    private static final int MOST = 50;

    OperationsList() {
        super("list", "Lists replays and discards, the latest first", "");
    }

    @Override
    void run(Namespace arguments, Workplace workplace) throws Exception {
        for (Operation one : Operations.list(workplace.connection(), MOST)) {
            workplace
                    .out()
                    .printf(
                            "%s  %-14s %-9s begun %s by %s, last sign %s, looked at %,d%s%s%n",
                            one.id(),
                            one.kind(),
                            one.state(),
                            one.startedAt(),
                            one.actor(),
                            one.updatedAt(),
                            one.counts().found(),
                            one.counts().gone() == 0
                                    ? ""
                                    : ", %,d gone".formatted(one.counts().gone()),
                            one.error() == null ? "" : ": " + one.error());
        }
    }
}
