package dev.clacks.ingest.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AdminJson;
import dev.clacks.common.app.CommandErrors;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.common.db.SqlStates;
import dev.clacks.ingest.config.DatabaseSettings;
import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.ingest.encryption.AesSecretCipher;
import dev.clacks.ingest.server.Pool;
import dev.clacks.ingest.server.PublicAddress;
import dev.clacks.ingest.tenants.Tenants;
import dev.clacks.ingest.usage.TenantUsage;
import dev.clacks.sql.SchemaVersion;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * A command of the administration with its verbs, or with the only thing it does. They do what the admin API does, by the
 * same operations, with the door's own login. Standard output has the answer alone; logs and progress go to standard error.
 */
abstract class TenantCommand extends ConfiguredCommand<IngestConfiguration> {

    private static final String VERB = "verb";
    private static final List<String> UNREACHABLE = List.of("08", "28", "3D", "57");

    private final PrintStream out;
    private final List<Verb> verbs;
    private final @Nullable Verb only;

    /** @param out where the answer goes */
    TenantCommand(String name, String description, PrintStream out, List<Verb> verbs) {
        super(name, description);
        this.out = out;
        this.verbs = List.copyOf(verbs);
        this.only = null;
    }

    /**
     * A command without a second word.
     *
     * @param only bears its name
     */
    TenantCommand(PrintStream out, Verb only) {
        super(only.name(), only.help());
        this.out = out;
        this.verbs = List.of();
        this.only = only;
    }

    /** What a verb does. */
    @FunctionalInterface
    interface Action {
        Shown take(Administration administration, Namespace arguments) throws SQLException, InterruptedException;
    }

    /**
     * The second word of a command, or the command that has none.
     *
     * @param arguments adds its arguments to the parser
     */
    record Verb(String name, String help, Consumer<Subparser> arguments, Action action) {}

    @Override
    public final void configure(Subparser parser) {
        if (only != null) {
            configure(parser, only);
            return;
        }
        var words = parser.addSubparsers().title("what to do").metavar("WORD");
        for (Verb verb : verbs) {
            configure(words.addParser(verb.name()).help(verb.help()).description(verb.help()), verb);
        }
    }

    private void configure(Subparser parser, Verb verb) {
        parser.setDefault(VERB, verb);
        verb.arguments().accept(parser);
        parser.addArgument("--json").action(Arguments.storeTrue()).help("print JSON, as the admin API answers it");
        addFileArgument(parser);
    }

    @Override
    public final void run(Bootstrap<?> bootstrap, Namespace namespace) throws Exception {
        PrintStream before = System.out;
        System.setOut(System.err); // for the logs
        try {
            super.run(bootstrap, namespace);
        } finally {
            System.setOut(before);
        }
    }

    @Override
    protected final void run(
            @Nullable Bootstrap<IngestConfiguration> bootstrap, Namespace namespace, IngestConfiguration configuration)
            throws Exception {
        Verb verb = namespace.get(VERB);
        Pool pool = Pool.of(configuration.database());
        try {
            requireSchema(pool);
            var cipher = new AesSecretCipher(configuration.encryption().keys());
            Tenants tenants = Tenants.of(pool, cipher, () -> PublicAddress.of(configuration));
            TenantUsage usage = TenantUsage.of(tenants, pool, configuration, InstantSource.system());
            Shown shown = verb.action()
                    .take(new Administration(tenants, usage, Actor.operatingSystemUser(), System.err), namespace);
            out.print(
                    Boolean.TRUE.equals(namespace.getBoolean("json"))
                            ? new String(AdminJson.indented(shown.json()), UTF_8) + "\n"
                            : shown.text());
            out.flush();
            if (shown.trouble() != null) {
                throw shown.trouble();
            }
        } catch (SQLException e) {
            throw unreachable(configuration.database(), e);
        } finally {
            pool.close(true);
        }
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable e) {
        CommandErrors.print(e, System.err);
    }

    private static void requireSchema(Pool pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            SchemaVersion.of(connection).problem().ifPresent(problem -> {
                throw new UserErrorException(problem);
            });
        }
    }

    private static Exception unreachable(DatabaseSettings database, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.equals(SqlStates.TOOK_TOO_LONG)) {
            return new Shown.NotAllDoneException(
                    "PostgreSQL took longer than %d s for one statement and was told to stop"
                            .formatted(Pool.STATEMENT_SECONDS));
        }
        return UNREACHABLE.stream().anyMatch(state::startsWith)
                ? new UserErrorException("PostgreSQL cannot be used as %s: %s. Is DATABASE_URL right?"
                        .formatted(database.address().user(), e.getMessage()))
                : e;
    }
}
