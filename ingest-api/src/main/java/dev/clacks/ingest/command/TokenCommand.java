package dev.clacks.ingest.command;

import dev.clacks.ingest.tenants.ApiToken;
import dev.clacks.ingest.tenants.NewToken;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code token create|list|rotate|revoke}. */
public final class TokenCommand extends TenantCommand {

    public TokenCommand(PrintStream out) {
        super(
                "token",
                "Administers bearer tokens",
                out,
                List.of(
                        new Verb(
                                "create",
                                "makes a token, which is shown this once",
                                parser -> {
                                    Parameters.app(parser);
                                    parser.addArgument("--name").help("for people");
                                    parser.addArgument("--scope")
                                            .action(Arguments.append())
                                            .help("ingest (the default), read or read_org; may be given several times");
                                    parser.addArgument("--expires-in").help("such as 90d; default: never");
                                },
                                TokenCommand::create),
                        new Verb(
                                "list",
                                "lists tokens with their last use, revoked ones too",
                                Parameters::app,
                                TokenCommand::list),
                        new Verb(
                                "rotate",
                                "makes a new token like it, the old one ends after the overlap",
                                parser -> {
                                    Parameters.app(parser);
                                    Parameters.number(parser);
                                    Parameters.overlap(parser);
                                },
                                TokenCommand::rotate),
                        new Verb(
                                "revoke",
                                "ends a token; every door knows within 10 s",
                                parser -> {
                                    Parameters.app(parser);
                                    Parameters.number(parser);
                                },
                                TokenCommand::revoke)));
    }

    private static Shown create(Administration on, Namespace arguments) throws SQLException {
        List<String> scopes = arguments.getList("scope");
        NewToken made = on.tenants()
                .tokens()
                .create(
                        on.actor(),
                        arguments.getString("app"),
                        arguments.getString("name"),
                        scopes == null ? null : Set.copyOf(scopes),
                        arguments.getString("expires_in"));
        return made(made);
    }

    private static Shown rotate(Administration on, Namespace arguments) throws SQLException {
        return made(on.tenants()
                .tokens()
                .rotate(
                        on.actor(),
                        arguments.getString("app"),
                        arguments.getLong("id"),
                        arguments.getString("overlap")));
    }

    private static Shown made(NewToken token) {
        return Shown.of(token, table(List.of(token.row())) + "\nIt is not shown again: " + token.token() + "\n");
    }

    private static Shown list(Administration on, Namespace arguments) throws SQLException {
        List<ApiToken> tokens = on.tenants().tokens().list(arguments.getString("app"));
        return Shown.of(Map.of("tokens", tokens), table(tokens));
    }

    private static Shown revoke(Administration on, Namespace arguments) throws SQLException {
        ApiToken token = on.tenants().tokens().revoke(on.actor(), arguments.getString("app"), arguments.getLong("id"));
        return Shown.of(token, table(List.of(token)));
    }

    private static String table(List<ApiToken> tokens) {
        return Text.table(
                List.of("ID", "BEGINS", "SCOPES", "CREATED", "LAST USED", "STATE", "NAME"),
                tokens.stream()
                        .map(token -> List.of(
                                Long.toString(token.tokenId()),
                                token.prefix(),
                                String.join(",", token.scopes()),
                                Text.time(token.createdAt()),
                                Text.time(token.lastUsedAt()),
                                state(token),
                                token.name()))
                        .toList());
    }

    private static String state(ApiToken token) {
        return Text.state(token.expiresAt(), token.revokedAt())
                + (token.replacedBy() == null ? "" : ", replaced by " + token.replacedBy());
    }
}
