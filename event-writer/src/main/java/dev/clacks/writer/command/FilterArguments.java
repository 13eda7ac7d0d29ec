package dev.clacks.writer.command;

import dev.clacks.writer.failed.FailedFilter;
import java.time.InstantSource;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** The arguments that say which failed events are meant. */
final class FilterArguments {

    private FilterArguments() {}

    static void add(Subparser parser) {
        parser.addArgument("--org").metavar("ORG").help("of this organisation: its id or its UUID");
        parser.addArgument("--app").metavar("APP").help("of this application: its id or its UUID");
        parser.addArgument("--code").metavar("CODE").help("with this code, such as invalid_schema");
        parser.addArgument("--field").metavar("PATH").help("with this member at fault; empty for the whole event");
        parser.addArgument("--fingerprint").metavar("HEX").help("of this group; `failed list --groups` shows them");
    }

    static void addTimes(Subparser parser) {
        parser.addArgument("--since")
                .metavar("TIME")
                .help("received then or later: a time, a day or an age such as 2d");
        parser.addArgument("--until").metavar("TIME").help("received before");
    }

    /** Where there are no arguments of time, at any time. */
    static FailedFilter of(Namespace arguments, InstantSource clock) {
        return new FailedFilter(
                arguments.getString("org"),
                arguments.getString("app"),
                arguments.getString("code"),
                arguments.getString("field"),
                arguments.getString("fingerprint"),
                Times.parse(arguments.getString("since"), clock),
                Times.parse(arguments.getString("until"), clock));
    }
}
