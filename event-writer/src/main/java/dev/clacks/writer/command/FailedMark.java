package dev.clacks.writer.command;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.failed.FailureGroups;
import java.time.InstantSource;
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
    }

    @Override
    void run(Namespace arguments, Workplace workplace) throws Exception {
        FailedFilter filter = FilterArguments.of(arguments, InstantSource.system());
        if (!filter.narrow()) {
            throw new UserErrorException("say which groups are meant: --org, --app, --code, --field or --fingerprint");
        }
        int marked = FailureGroups.mark(workplace.connection(), workplace.actor(), filter, arguments.getString("as"));
        workplace.out().printf("%,d groups are %s%n", marked, arguments.getString("as"));
    }
}
