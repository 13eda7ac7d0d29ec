package dev.clacks.ingest.command;

import dev.clacks.common.app.CommandErrors;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.TopicSetup;
import dev.clacks.ingest.config.IngestConfiguration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** {@code topics create} makes the topics that are missing; {@code topics check} says what must be changed. */
public final class TopicsCommand extends ConfiguredCommand<IngestConfiguration> {

    public TopicsCommand() {
        super("topics", "Creates or checks the Kafka topics");
    }

    @Override
    public void configure(Subparser subparser) {
        subparser.addArgument("action").choices("create", "check").help("what to do with the topics");
        super.configure(subparser);
    }

    @Override
    protected void run(
            @Nullable Bootstrap<IngestConfiguration> bootstrap, Namespace namespace, IngestConfiguration configuration)
            throws InterruptedException {
        var kafka = configuration.kafka();
        try (Admin admin = KafkaClients.impatientAdmin(kafka)) {
            var setup = new TopicSetup(admin, kafka.topics());
            if (namespace.getString("action").equals("create")) {
                List<String> created = setup.create();
                System.out.println(
                        created.isEmpty() ? "the topics are there" : "created " + String.join(", ", created));
            }
            List<String> problems = setup.problems();
            if (!problems.isEmpty()) {
                throw new UserErrorException(String.join("\n       ", problems));
            }
            System.out.println("the topics are as they must be");
        } catch (ExecutionException | TimeoutException e) {
            throw new UserErrorException("Kafka at %s cannot be used: %s. Is KAFKA_BOOTSTRAP_SERVERS right?"
                    .formatted(kafka.bootstrapServers(), e.getCause() == null ? "no answer" : e.getCause()));
        }
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable e) {
        CommandErrors.print(e, System.err);
    }
}
