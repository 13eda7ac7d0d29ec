package dev.clacks.ingest.command;

import dev.clacks.ingest.usage.UsageReport;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** {@code usage --org|--app}. */
public final class UsageCommand extends TenantCommand {

    public UsageCommand(PrintStream out) {
        super(
                out,
                new Verb(
                        "usage",
                        "Shows the events of this UTC month, by the day of receipt, and the quota",
                        UsageCommand::whose,
                        UsageCommand::show));
    }

    private static void whose(Subparser parser) {
        var either = parser.addMutuallyExclusiveGroup().required(true);
        either.addArgument("--org").help("of this organisation and its applications");
        either.addArgument("--app").help("of this application and its organisation");
    }

    private static Shown show(Administration on, Namespace arguments) throws SQLException {
        String app = arguments.getString("app");
        UsageReport report = app == null
                ? on.usage().ofOrganisation(arguments.getString("org"))
                : on.usage().ofApplication(app);
        return Shown.of(
                report,
                Text.fields(
                                "organisation", report.orgId(),
                                "tier", report.tier(),
                                "events this month", count(report.eventsThisMonth()),
                                "limit", count(report.eventsLimit()),
                                "remaining", count(report.eventsRemaining()),
                                "next month", Text.time(report.resetsAt()))
                        + "\n"
                        + Text.table(
                                List.of("ID", "ENVIRONMENT", "EVENTS", "LIMIT", "REMAINING"),
                                report.applications().stream()
                                        .map(UsageCommand::row)
                                        .toList()));
    }

    /** A production application's limit is its organisation's, which stands above. */
    private static List<String> row(UsageReport.OfApplication application) {
        return application.staging()
                ? List.of(
                        application.appId(),
                        "staging",
                        count(application.eventsThisMonth()),
                        count(application.eventsLimit()),
                        count(application.eventsRemaining()))
                : List.of(
                        application.appId(),
                        "production",
                        count(application.eventsThisMonth()),
                        "the organisation's",
                        "-");
    }

    private static String count(@Nullable Long events) {
        return events == null ? "unlimited" : "%,d".formatted(events);
    }
}
