package dev.clacks.writer.command;

import dev.clacks.writer.operation.Operation;
import dev.clacks.writer.operation.Operations;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code operations cancel}. */
final class OperationsCancel extends Verb {

    OperationsCancel() {
        super(
                "cancel",
                "Has whoever runs an operation stop before its next transaction",
                "7d1c2c1e-5a0f-4a55-b7a1-9a1f0a3f6f11");
    }

    @Override
    void configure(Subparser parser) {
        parser.addArgument("id").metavar("ID").help("of the operation");
    }

    @Override
    void run(Namespace arguments, Workplace workplace) throws Exception {
        Operation cancelled = Operations.cancel(
                workplace.connection(), workplace.actor(), OperationRun.id(arguments.getString("id")));
        new OperationRun(workplace.out()).print(cancelled.counts(), "");
    }
}
