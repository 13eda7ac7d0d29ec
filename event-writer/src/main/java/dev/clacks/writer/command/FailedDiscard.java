package dev.clacks.writer.command;

import dev.clacks.writer.replay.Wish;
import java.time.InstantSource;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code failed discard}. */
final class FailedDiscard extends OperationVerb {

    FailedDiscard() {
        super(
                "discard",
                "Gives failed events up, for good: no replay stores them",
                "--app my-app --code invalid_schema --dry-run",
                true);
    }

    @Override
    void configureWish(Subparser parser) {
        FilterArguments.add(parser);
        FilterArguments.addTimes(parser);
    }

    @Override
    Wish wish(Namespace arguments, Workplace workplace) {
        return new Wish.ToDiscard(FilterArguments.of(arguments, InstantSource.system()));
    }
}
