package dev.clacks.writer.command;

import dev.clacks.common.admin.AdminJson;
import dev.clacks.writer.operation.Operation;
import dev.clacks.writer.operation.Operations;
import java.io.PrintStream;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code operations show}. */
final class OperationsShow extends Verb {

    OperationsShow() {
        super(
                "show",
                "Shows a replay or a discard: what it was asked to do, how far it is and what it has come to",
                "7d1c2c1e-5a0f-4a55-b7a1-9a1f0a3f6f11");
    }

    @Override
    void configure(Subparser parser) {
        parser.addArgument("id").metavar("ID").help("of the operation");
    }

    @Override
    void run(Namespace arguments, Workplace workplace) throws Exception {
        Operation one = Operations.find(workplace.connection(), OperationRun.id(arguments.getString("id")));
        PrintStream out = workplace.out();
        out.println(OperationsList.line(one));
        out.println("asked for: " + AdminJson.line(one.arguments()));
        out.printf(
                "stands at: %s; %,d were meant when it began%n",
                one.position().isEmpty() ? "its beginning" : one.position(), one.total());
        new OperationRun(out).print(one.counts(), "");
    }
}
