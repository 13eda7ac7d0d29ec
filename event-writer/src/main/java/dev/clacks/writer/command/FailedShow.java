package dev.clacks.writer.command;

import dev.clacks.common.admin.AdminJson;
import dev.clacks.writer.failed.FailedEvents;
import dev.clacks.writer.failed.FailedKey;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code failed show}: what is wrong with it to standard error, its bytes alone to standard output. */
final class FailedShow extends Verb {

    FailedShow() {
        super(
                "show",
                "Shows a failed event: why it failed on standard error, its bytes as sent on standard output",
                "0c1f4a52-7f0e-4f6b-9a51-3a2b1c0d9e8f/3/1207");
    }

    @Override
    void configure(Subparser parser) {
        parser.addArgument("key").metavar("KEY").help("its name in `failed list`");
    }

    @Override
    void run(Namespace arguments, Workplace workplace) throws Exception {
        FailedEvents.Shown shown =
                FailedEvents.show(workplace.connection(), FailedKey.parse(arguments.getString("key")));
        System.err.println(AdminJson.line(shown.event()));
        workplace.out().write(shown.raw());
        workplace.out().flush();
    }
}
