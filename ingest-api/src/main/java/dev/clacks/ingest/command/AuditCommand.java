package dev.clacks.ingest.command;

import dev.clacks.ingest.tenants.AuditEntry;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code audit list}. */
public final class AuditCommand extends TenantCommand {

    private static final int DEFAULT_LIMIT = 50;

    public AuditCommand(PrintStream out) {
        super(
                "audit",
                "Shows who changed what",
                out,
                List.of(new Verb(
                        "list",
                        "lists administrative changes, the latest first",
                        parser -> {
                            parser.addArgument("--org").help("only those of this organisation");
                            parser.addArgument("--app").help("only those of this application");
                            parser.addArgument("--limit")
                                    .type(Integer.class)
                                    .choices(Arguments.range(1, 100_000))
                                    .setDefault(DEFAULT_LIMIT)
                                    .metavar("N")
                                    .help("at most so many lines (default: " + DEFAULT_LIMIT + ")");
                        },
                        AuditCommand::list)));
    }

    private static Shown list(Administration on, Namespace arguments) throws SQLException {
        List<AuditEntry> entries = on.tenants()
                .audit()
                .list(arguments.getString("org"), arguments.getString("app"), null, arguments.getInt("limit"));
        return Shown.of(
                Map.of("entries", entries),
                Text.table(
                        List.of("ID", "AT", "ACTOR", "ACTION", "ORG", "APP", "DETAILS"),
                        entries.stream()
                                .map(entry -> List.of(
                                        Long.toString(entry.auditId()),
                                        Text.time(entry.at()),
                                        entry.actor(),
                                        entry.action(),
                                        Objects.requireNonNullElse(entry.orgId(), "-"),
                                        Objects.requireNonNullElse(entry.appId(), "-"),
                                        entry.details().toString()))
                                .toList()));
    }
}
