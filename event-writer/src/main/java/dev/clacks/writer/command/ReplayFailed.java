package dev.clacks.writer.command;

import dev.clacks.writer.replay.Wish;
import java.time.InstantSource;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code replay failed}. */
final class ReplayFailed extends OperationVerb {

    ReplayFailed() {
        super(
                "failed",
                "Checks failed events again by today's rules and stores those that pass",
                "--app my-app --code timestamp_out_of_range --since 2d --dry-run",
                false);
    }

    @Override
    void configureWish(Subparser parser) {
        FilterArguments.add(parser);
        FilterArguments.addTimes(parser);
        parser.addArgument("--deadly")
                .action(Arguments.storeTrue())
                .help("also those with which writers died (kills_writer): this command may follow them");
    }

    @Override
    Wish wish(Namespace arguments, Workplace workplace) {
        return new Wish.OfFailed(FilterArguments.of(arguments, InstantSource.system()), arguments.getBoolean("deadly"));
    }
}
