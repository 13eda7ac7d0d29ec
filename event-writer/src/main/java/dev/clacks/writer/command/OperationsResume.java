package dev.clacks.writer.command;

import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code operations resume}. */
final class OperationsResume extends Verb {

    OperationsResume() {
        super(
                "resume",
                "Goes on, as it was begun, with a replay or a discard that was killed, cancelled or failed",
                "7d1c2c1e-5a0f-4a55-b7a1-9a1f0a3f6f11");
    }

    @Override
    void configure(Subparser parser) {
        parser.addArgument("id").metavar("ID").help("of the operation");
    }

    @Override
    void run(Namespace arguments, Workplace workplace) throws Exception {
        new OperationRun(workplace.out())
                .run(workplace.operator().resume(workplace.actor(), OperationRun.id(arguments.getString("id")), true));
    }
}
