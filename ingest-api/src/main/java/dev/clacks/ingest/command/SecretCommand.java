package dev.clacks.ingest.command;

import dev.clacks.ingest.tenants.HmacSecret;
import dev.clacks.ingest.tenants.NewSecret;
import dev.clacks.ingest.tenants.Reencryption;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code secret create|list|rotate|revoke|re-encrypt}. */
public final class SecretCommand extends TenantCommand {

    public SecretCommand(PrintStream out) {
        super(
                "secret",
                "Administers HMAC secrets",
                out,
                List.of(
                        new Verb(
                                "create",
                                "makes one more secret, which is shown this once; two may live at a time",
                                Parameters::app,
                                SecretCommand::create),
                        new Verb(
                                "list",
                                "lists secrets with their last use, revoked ones too; 0 is the one in applications.hmac_secret",
                                Parameters::app,
                                SecretCommand::list),
                        new Verb(
                                "rotate",
                                "makes a new secret, the old one ends after the overlap",
                                parser -> {
                                    Parameters.app(parser);
                                    Parameters.overlap(parser);
                                },
                                SecretCommand::rotate),
                        new Verb(
                                "revoke",
                                "ends a secret; every door knows within 10 s",
                                parser -> {
                                    Parameters.app(parser);
                                    Parameters.number(parser);
                                },
                                SecretCommand::revoke),
                        new Verb(
                                "re-encrypt",
                                "brings all stored secrets under the first key of MASTER_KEY; every door must know that key before",
                                parser -> parser.addArgument("--dry-run")
                                        .action(Arguments.storeTrue())
                                        .help("only count"),
                                SecretCommand::reencrypt)));
    }

    private static Shown create(Administration on, Namespace arguments) throws SQLException {
        return made(on.tenants().secrets().create(on.actor(), arguments.getString("app")));
    }

    private static Shown rotate(Administration on, Namespace arguments) throws SQLException {
        return made(
                on.tenants().secrets().rotate(on.actor(), arguments.getString("app"), arguments.getString("overlap")));
    }

    private static Shown made(NewSecret secret) {
        return Shown.of(secret, table(List.of(secret.row())) + "\nIt is not shown again: " + secret.secret() + "\n");
    }

    private static Shown list(Administration on, Namespace arguments) throws SQLException {
        return shown(on.tenants().secrets().list(arguments.getString("app")));
    }

    private static Shown revoke(Administration on, Namespace arguments) throws SQLException {
        return shown(on.tenants().secrets().revoke(on.actor(), arguments.getString("app"), arguments.getLong("id")));
    }

    private static Shown reencrypt(Administration on, Namespace arguments) throws SQLException {
        Reencryption.Waiting waiting = on.tenants().reencryption().waiting();
        if (Boolean.TRUE.equals(arguments.getBoolean("dry_run"))) {
            var text = new StringBuilder("%,d secrets are not under the current master key %s%n"
                    .formatted(waiting.total(), waiting.masterKey()));
            waiting.secrets()
                    .forEach((key, count) -> text.append("  %,d %s%n"
                            .formatted(count, key.isEmpty() ? "in plain text" : "under the master key " + key)));
            return Shown.of(waiting, text.toString());
        }
        Reencryption.Done done = on.tenants()
                .reencryption()
                .run(on.actor(), step -> on.progress().printf("%,d of %,d secrets%n", step.secrets(), waiting.total()));
        return new Shown(
                done,
                "%,d secrets were brought under the master key %s%n".formatted(done.secrets(), done.masterKey()),
                done.unopened() == 0
                        ? null
                        : new Shown.NotAllDoneException(done.unopened()
                                + " secrets could not be opened and stay as they are: see the log above"));
    }

    private static Shown shown(List<HmacSecret> secrets) {
        return Shown.of(Map.of("secrets", secrets), table(secrets));
    }

    private static String table(List<HmacSecret> secrets) {
        return Text.table(
                List.of("ID", "MASTER KEY", "CREATED", "LAST USED", "STATE"),
                secrets.stream()
                        .map(secret -> List.of(
                                Long.toString(secret.secretId()),
                                Objects.requireNonNullElse(secret.masterKey(), "plain text"),
                                Text.time(secret.createdAt()),
                                Text.time(secret.lastUsedAt()),
                                Text.state(secret.expiresAt(), secret.revokedAt())))
                        .toList());
    }
}
