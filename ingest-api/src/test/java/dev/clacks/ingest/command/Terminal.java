package dev.clacks.ingest.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.common.app.CommandErrors;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.ingest.IngestApplication;
import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.RunningDoor;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.TestDatabase;
import io.dropwizard.core.setup.Bootstrap;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;

/** Runs commands of the administration in this JVM, with the rights of clacks_api and without touching its logging. */
public final class Terminal {

    private final String yaml;

    /** @param further lines of YAML */
    public Terminal(TestDatabase database, String further) {
        this.yaml = Door.yaml(KafkaSettings.at("127.0.0.1:1"), database.libpqUrl(database.login(DatabaseRole.API)))
                + further;
    }

    /** What a command printed, and its exit code. */
    public record Ran(int code, String out, String err) {
        public JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (java.io.IOException e) {
                throw new AssertionError(out, e);
            }
        }

        public String text(String pointer) {
            return json().at(pointer).asText();
        }
    }

    /** Runs one: its name, its word, its arguments. */
    public Ran run(String... arguments) {
        var printed = new ByteArrayOutputStream();
        var complaints = new ByteArrayOutputStream();
        int code = run(
                List.of(arguments), new PrintStream(printed, true, UTF_8), new PrintStream(complaints, true, UTF_8));
        return new Ran(code, printed.toString(UTF_8), complaints.toString(UTF_8));
    }

    @SuppressWarnings("CatchingUnchecked") // whatever it is, it makes the exit code
    private int run(List<String> arguments, PrintStream out, PrintStream err) {
        ArgumentParser parser = ArgumentParsers.newFor("ingest-api").build();
        var commands = parser.addSubparsers();
        for (TenantCommand command : commands(out)) {
            command.configure(commands.addParser(command.getName()).setDefault("command", command));
        }
        try {
            Namespace namespace = parser.parseArgs(arguments.toArray(String[]::new));
            var application = new IngestApplication();
            var bootstrap = new Bootstrap<IngestConfiguration>(application);
            application.initialize(bootstrap);
            TenantCommand command = namespace.get("command");
            command.run(bootstrap, namespace, RunningDoor.configuration(bootstrap, yaml));
            return 0;
        } catch (Exception e) {
            CommandErrors.print(e, err);
            return CommandErrors.exitCode(e);
        }
    }

    private static List<TenantCommand> commands(PrintStream out) {
        return List.of(
                new OrganisationCommand(out),
                new ApplicationCommand(out),
                new TokenCommand(out),
                new SecretCommand(out),
                new AuditCommand(out),
                new UsageCommand(out));
    }
}
