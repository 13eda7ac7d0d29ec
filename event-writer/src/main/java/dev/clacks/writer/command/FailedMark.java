package dev.clacks.writer.command;

import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.failed.FailureGroups;
import dev.clacks.writer.failed.GroupMark;
import java.time.InstantSource;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code failed mark}. */
final class FailedMark extends Verb {

    FailedMark() {
        super(
                "mark",
                "Marks groups: resolved ones open again with the next failure, muted ones stay so",
                "--as resolved --app my-app --code invalid_schema");
    }

    @Override
    void configure(Subparser parser) {
        FilterArguments.add(parser);
        parser.addArgument("--as")
                .dest("as")
                .required(true)
                .choices("open", "muted", "resolved")
                .help("the groups' new state");
        parser.addArgument("--dry-run").action(Arguments.storeTrue()).help("only count what would be marked");
    }

    @Override
    void run(Namespace arguments, Workplace workplace) throws Exception {
        FailedFilter filter = FilterArguments.of(arguments, InstantSource.system());
        boolean dryRun = arguments.getBoolean("dry_run");
        String as = arguments.getString("as");
        GroupMark mark = dryRun
                ? FailureGroups.meant(workplace.connection(), filter)
                : FailureGroups.mark(workplace.connection(), workplace.actor(), filter, as);
        workplace
                .out()
                .printf(
                        "%,d groups of %,d failed events %s %s%n",
                        mark.groups(), mark.failures(), dryRun ? "would be" : "are", as);
    }
}
