package dev.clacks.writer.command;

import dev.clacks.writer.partitions.MissingLeaves;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code partitions ensure}. */
final class PartitionsEnsure extends Verb {

    PartitionsEnsure() {
        super("ensure", "Makes the leaves from today (UTC) up to so many days ahead that are missing", "--days 7");
    }

    @Override
    void configure(Subparser parser) {
        parser.addArgument("--days")
                .type(Integer.class)
                .choices(Arguments.range(0, 366))
                .required(true)
                .metavar("N")
                .help("how many days ahead");
        parser.addArgument("--dry-run").action(Arguments.storeTrue()).help("only say which are missing");
    }

    @Override
    void run(Namespace arguments, Workplace workplace) throws Exception {
        boolean dryRun = arguments.getBoolean("dry_run");
        int days = arguments.getInt("days");
        List<String> leaves = dryRun
                ? MissingLeaves.list(workplace.connection(), days)
                : MissingLeaves.make(workplace.connection(), workplace.actor(), days);
        leaves.forEach(leaf -> workplace.out().println((dryRun ? "missing: " : "made ") + leaf));
        workplace.out().printf("%d leaves %s%n", leaves.size(), dryRun ? "are missing" : "were made");
    }
}
