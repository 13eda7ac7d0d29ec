package dev.clacks.writer.command;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.failed.FailedEvent;
import dev.clacks.writer.failed.FailedEvents;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.failed.FailedPlace;
import dev.clacks.writer.failed.FailureGroup;
import dev.clacks.writer.failed.FailureGroups;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** {@code failed list}. */
final class FailedList extends Verb {

    private static final int USUAL = 50;

    FailedList() {
        super("list", "Lists failed events, the latest first, or their groups", "--app my-app --since 2d");
    }

    @Override
    void configure(Subparser parser) {
        FilterArguments.add(parser);
        FilterArguments.addTimes(parser);
        parser.addArgument("--groups").action(Arguments.storeTrue()).help("the groups, the most frequent first");
        parser.addArgument("--state").choices(FailedEvents.STATES).help("in this state (default: failed)");
        parser.addArgument("--limit")
                .type(Integer.class)
                .choices(Arguments.range(1, 10_000))
                .setDefault(USUAL)
                .metavar("N")
                .help("at most so many (default: " + USUAL + ")");
        parser.addArgument("--after").metavar("PLACE").help("goes on there: the page before ended with it");
    }

    @Override
    void run(Namespace arguments, Workplace workplace) throws Exception {
        FailedFilter filter = FilterArguments.of(arguments, InstantSource.system());
        int limit = arguments.getInt("limit");
        PrintStream out = workplace.out();
        String state = arguments.getString("state");
        String after = arguments.getString("after");
        if (arguments.getBoolean("groups")) {
            if (state != null || after != null) {
                throw new UserErrorException(
                        "groups are not listed by an event's state, nor page by page: --groups goes without --state, --after");
            }
            groups(FailureGroups.list(workplace.connection(), filter, limit), out);
            return;
        }
        FailedEvents.Page page = FailedEvents.list(
                workplace.connection(),
                filter,
                state == null ? "failed" : state,
                after == null ? null : FailedPlace.parse(after),
                limit);
        for (FailedEvent event : page.events()) {
            out.printf(
                    "%s  %s  %s/%s  %s %s %s  %,d bytes%s  %s%n",
                    event.key(),
                    event.receivedAt(),
                    orDash(event.org()),
                    orDash(event.app()),
                    event.stage(),
                    event.code(),
                    event.field(),
                    event.rawLength(),
                    event.cut() ? " (cut)" : "",
                    event.message());
        }
        if (page.next() != null) {
            out.println("the next page: --after " + page.next());
        }
    }

    private static void groups(List<FailureGroup> groups, PrintStream out) {
        for (FailureGroup group : groups) {
            out.printf(
                    "%s  %,d x %s %s %s  %s/%s  %s to %s  %s%n  %s%n",
                    group.fingerprint(),
                    group.count(),
                    group.stage(),
                    group.code(),
                    group.field(),
                    orDash(group.org()),
                    orDash(group.app()),
                    group.firstSeen(),
                    group.lastSeen(),
                    group.state(),
                    group.sample());
        }
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
