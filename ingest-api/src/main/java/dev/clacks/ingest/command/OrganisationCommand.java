package dev.clacks.ingest.command;

import dev.clacks.ingest.tenants.Organisation;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code org create|list|show|change}. */
public final class OrganisationCommand extends TenantCommand {

    public OrganisationCommand(PrintStream out) {
        super(
                "org",
                "Administers organisations",
                out,
                List.of(
                        new Verb(
                                "create",
                                "makes an organisation",
                                parser -> {
                                    parser.addArgument("name").metavar("NAME").help("for people");
                                    parser.addArgument("--id").help("its id; default: drawn at random");
                                    parser.addArgument("--tier").help("default: free");
                                },
                                OrganisationCommand::create),
                        new Verb("list", "lists all organisations", parser -> {}, OrganisationCommand::list),
                        new Verb("show", "shows an organisation", Parameters::org, OrganisationCommand::show),
                        new Verb(
                                "change",
                                "changes the name, the tier or both; a tier's retention holds from the day after tomorrow",
                                parser -> {
                                    Parameters.org(parser);
                                    parser.addArgument("--name").help("the new name");
                                    parser.addArgument("--tier").help("the new tier");
                                },
                                OrganisationCommand::change)));
    }

    private static Shown create(Administration on, Namespace arguments) throws SQLException {
        return shown(on.tenants()
                .organisations()
                .create(
                        on.actor(),
                        arguments.getString("id"),
                        arguments.getString("name"),
                        arguments.getString("tier")));
    }

    private static Shown list(Administration on, Namespace arguments) throws SQLException {
        List<Organisation> all = Administration.all(on.tenants().organisations()::list, Organisation::orgId);
        return Shown.of(
                Map.of("organizations", all),
                Text.table(
                        List.of("ID", "UUID", "TIER", "CREATED", "NAME"),
                        all.stream()
                                .map(org -> List.of(
                                        org.orgId(), org.orgUuid(), org.tier(), Text.time(org.createdAt()), org.name()))
                                .toList()));
    }

    private static Shown show(Administration on, Namespace arguments) throws SQLException {
        return shown(on.tenants().organisations().find(arguments.getString("org")));
    }

    private static Shown change(Administration on, Namespace arguments) throws SQLException {
        return shown(on.tenants()
                .organisations()
                .change(
                        on.actor(),
                        arguments.getString("org"),
                        arguments.getString("name"),
                        arguments.getString("tier")));
    }

    private static Shown shown(Organisation org) {
        return Shown.of(
                org,
                Text.fields(
                        "id", org.orgId(),
                        "uuid", org.orgUuid(),
                        "name", org.name(),
                        "tier", org.tier(),
                        "created", Text.time(org.createdAt())));
    }
}
