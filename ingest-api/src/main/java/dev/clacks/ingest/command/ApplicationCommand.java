package dev.clacks.ingest.command;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.ingest.tenants.Application;
import dev.clacks.ingest.tenants.NewApplication;
import dev.clacks.ingest.tenants.Promotion;
import dev.clacks.ingest.tenants.PromotionPlan;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code app create|list|show|disable|enable|promote}. */
public final class ApplicationCommand extends TenantCommand {

    /** How long a promotion waits for the removal of staging data: what is left is the archiver's. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    public ApplicationCommand(PrintStream out) {
        super(
                "app",
                "Administers applications",
                out,
                List.of(
                        new Verb(
                                "create",
                                "makes an application with a token and a secret, and shows how to send its first event",
                                parser -> {
                                    parser.addArgument("name").metavar("NAME").help("for people");
                                    parser.addArgument("--org").required(true).help("its organisation's id or UUID");
                                    parser.addArgument("--id").help("its id; default: drawn at random");
                                    parser.addArgument("--environment")
                                            .help("production, the default, or staging, which can be promoted later");
                                },
                                ApplicationCommand::create),
                        new Verb(
                                "list",
                                "lists applications",
                                parser -> parser.addArgument("--org").help("only those of this organisation"),
                                ApplicationCommand::list),
                        new Verb(
                                "show",
                                "shows an application",
                                Parameters::app,
                                (on, arguments) ->
                                        shown(on.tenants().applications().find(app(arguments)))),
                        new Verb(
                                "disable",
                                "lets the door answer its requests with 403",
                                Parameters::app,
                                (on, arguments) ->
                                        shown(on.tenants().applications().disable(on.actor(), app(arguments)))),
                        new Verb(
                                "enable",
                                "takes disable back",
                                Parameters::app,
                                (on, arguments) ->
                                        shown(on.tenants().applications().enable(on.actor(), app(arguments)))),
                        new Verb(
                                "promote",
                                "makes production of a staging application, for good, and removes its staging data;"
                                        + " without --yes it only says how much that is",
                                parser -> {
                                    Parameters.app(parser);
                                    parser.addArgument("--dry-run")
                                            .action(Arguments.storeTrue())
                                            .help("only say how much that is");
                                    parser.addArgument("--yes")
                                            .action(Arguments.storeTrue())
                                            .help("do it");
                                },
                                ApplicationCommand::promote)));
    }

    private static String app(Namespace arguments) {
        return arguments.getString("app");
    }

    private static Shown create(Administration on, Namespace arguments) throws SQLException {
        NewApplication made = on.tenants()
                .applications()
                .create(
                        on.actor(),
                        arguments.getString("org"),
                        arguments.getString("id"),
                        arguments.getString("name"),
                        arguments.getString("environment"));
        return Shown.of(
                made,
                fields(made.application())
                        + Text.fields(
                                "api token  ", made.token().token(),
                                "hmac secret", made.secret().secret())
                        + "\nNeither is shown again. The Rust SDK (telemetry-kit 0.3.0):\n\n"
                        + made.examples().rust().indent(4)
                        + "\nA signed batch, to be pasted into a shell:\n\n"
                        + made.examples().curl().indent(4));
    }

    private static Shown list(Administration on, Namespace arguments) throws SQLException {
        String org = arguments.getString("org");
        List<Application> all = Administration.all(
                (after, limit) -> on.tenants().applications().list(org, after, limit), Application::appId);
        return Shown.of(
                Map.of("applications", all),
                Text.table(
                        List.of("ID", "UUID", "ORG", "ENVIRONMENT", "CREATED", "DISABLED", "NAME"),
                        all.stream()
                                .map(app -> List.of(
                                        app.appId(),
                                        app.appUuid(),
                                        app.orgId(),
                                        app.environment(),
                                        Text.time(app.createdAt()),
                                        Text.time(app.disabledAt()),
                                        app.name()))
                                .toList()));
    }

    private static Shown promote(Administration on, Namespace arguments) throws SQLException, InterruptedException {
        boolean dryRun = Boolean.TRUE.equals(arguments.getBoolean("dry_run"));
        if (dryRun || !Boolean.TRUE.equals(arguments.getBoolean("yes"))) {
            PromotionPlan plan = on.tenants().promotions().plan(app(arguments));
            return new Shown(
                    plan,
                    """
                    %s would become a production application for good. Removed would be what it received until then,
                    now %,d events and %,d failed events, and they would not come back; what is archived stays in the archive.
                    """.formatted(plan.application().appId(), plan.events(), plan.failedEvents()),
                    dryRun ? null : new UserErrorException("nothing was changed: say --yes"));
        }
        Promotion begun = on.tenants().promotions().promote(on.actor(), app(arguments));
        Promotion now = on.tenants()
                .promotions()
                .erase(
                        begun,
                        PATIENCE,
                        step -> on.progress()
                                .printf(
                                        "removed %,d events, %,d failed events%n",
                                        step.erasedEvents(), step.erasedFailedEvents()));
        return Shown.of(now, """
                %s is a production application. Removed: %,d events and %,d failed events.%s
                """.formatted(
                        now.application().appId(),
                        now.erasedEvents(),
                        now.erasedFailedEvents(),
                        now.complete()
                                ? ""
                                : "\nThat is not all yet, since transactions are open that may not know of it: the archiver's upkeep"
                                        + " goes on,\nand so does the same command again."));
    }

    private static Shown shown(Application app) {
        return Shown.of(app, fields(app));
    }

    private static String fields(Application app) {
        return Text.fields(
                "id", app.appId(),
                "uuid", app.appUuid(),
                "name", app.name(),
                "org", app.orgId() + "  " + app.orgUuid(),
                "tier", app.tier(),
                "environment", app.environment(),
                "created", Text.time(app.createdAt()),
                "disabled", Text.time(app.disabledAt()),
                "promoted", Text.time(app.promotedAt()));
    }
}
