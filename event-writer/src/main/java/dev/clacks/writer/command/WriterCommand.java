package dev.clacks.writer.command;

import dev.clacks.common.app.CommandErrors;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.config.WriterConfiguration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;
import org.jspecify.annotations.Nullable;

/** A command with verbs; errors are said in a sentence. */
public final class WriterCommand extends ConfiguredCommand<WriterConfiguration> {

    private final List<Verb> verbs;

    private WriterCommand(String name, String description, List<Verb> verbs) {
        super(name, description);
        this.verbs = List.copyOf(verbs);
    }

    /** All commands of the writer. */
    public static List<WriterCommand> all() {
        return List.of(
                new WriterCommand(
                        "progress",
                        "Shows how far each partition is stored; skips ahead",
                        List.of(new ProgressShow(), new ProgressSkip())),
                new WriterCommand(
                        "failed",
                        "Shows failed events and gives them up",
                        List.of(new FailedList(), new FailedShow(), new FailedDiscard(), new FailedMark())),
                new WriterCommand(
                        "replay",
                        "Brings events back, from Kafka or from failed_events",
                        List.of(new ReplayKafka(), new ReplayFailed())),
                new WriterCommand(
                        "operations",
                        "Lists replays and discards; cancels and resumes them",
                        List.of(
                                new OperationsList(),
                                new OperationsShow(),
                                new OperationsResume(),
                                new OperationsCancel())),
                new WriterCommand(
                        "partitions",
                        "Lists the leaves of the partitioned tables; makes them ahead of time",
                        List.of(new PartitionsList(), new PartitionsEnsure())));
    }

    @Override
    public void configure(Subparser parser) {
        parser.usage("event-writer %s [-h] VERB ...".formatted(getName()));
        Subparsers subparsers = parser.addSubparsers().dest("verb").metavar("VERB");
        for (Verb verb : verbs) {
            Subparser own = subparsers.addParser(verb.name()).help(verb.help());
            own.description(verb.help());
            verb.configure(own);
            addFileArgument(own);
            own.usage(usage(own.formatUsage(), verb));
        }
    }

    /**
     * What the library says behind its {@code java -jar}, which is not how the launcher or an image calls this, and an example to
     * copy: in any other place the library would break and space it like prose.
     */
    private String usage(String ofLibrary, Verb verb) {
        String command = getName() + " " + verb.name();
        return "event-writer %s%nsuch as: event-writer %s %s"
                .formatted(ofLibrary.substring(ofLibrary.indexOf(command)).strip(), command, verb.example())
                .strip();
    }

    @Override
    protected void run(
            @Nullable Bootstrap<WriterConfiguration> bootstrap, Namespace arguments, WriterConfiguration configuration)
            throws Exception {
        Verb verb = verbs.stream()
                .filter(one -> one.name().equals(arguments.getString("verb")))
                .findFirst()
                .orElseThrow();
        PrintStream out = System.out;
        try (Workplace workplace = new Workplace(configuration, out)) {
            verb.run(arguments, workplace);
        } catch (SQLException e) {
            throw new CommandFailedException("PostgreSQL refused: " + e.getMessage(), e);
        } catch (ExecutionException | TimeoutException e) {
            throw new UserErrorException("Kafka at %s cannot be used: %s. Is KAFKA_BOOTSTRAP_SERVERS right?"
                    .formatted(
                            configuration.kafka().bootstrapServers(),
                            e.getCause() == null ? "no answer" : e.getCause()));
        }
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable e) {
        CommandErrors.print(e, System.err);
    }

    /** The command did not do all it was asked to; the message says what and why. Exit code 1. */
    static final class CommandFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        CommandFailedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
