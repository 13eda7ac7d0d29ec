package dev.clacks.bench;

import dev.clacks.bench.cli.Command;
import dev.clacks.bench.cli.TargetArguments;
import dev.clacks.bench.client.Answer;
import dev.clacks.bench.client.Dialect;
import dev.clacks.bench.client.IngestClient;
import dev.clacks.bench.client.Target;
import dev.clacks.bench.events.Batch;
import dev.clacks.bench.events.EventFile;
import dev.clacks.bench.events.EventSource;
import dev.clacks.bench.events.FreshEvents;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.testkit.events.TestEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** Signs events from a file, or generated ones, sends them and prints each answer. */
final class SendCommand implements Command {

    private static final int MOST_EVENTS = 1_000_000;

    private final InstantSource clock;
    private final PrintStream out;

    SendCommand(InstantSource clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    @Override
    public String name() {
        return "send";
    }

    @Override
    public String summary() {
        return "sign events and send them to a server; exit code 0 when every batch was answered 200";
    }

    @Override
    public void arguments(Subparser parser) {
        parser.addArgument("file")
                .nargs("?")
                .help("a JSON array of events, {\"events\":[...]}, or one event a line; - for standard input");
        parser.addArgument("--generate")
                .type(Integer.class)
                .choices(Arguments.range(1, MOST_EVENTS))
                .metavar("N")
                .help("send N generated events instead of a file");
        parser.addArgument("--days")
                .type(Integer.class)
                .choices(Arguments.range(0, 90))
                .setDefault(0)
                .metavar("N")
                .help("spread the generated events over the last N days (default: 0, all of now)");
        parser.addArgument("--batch")
                .type(Integer.class)
                .choices(Arguments.range(1, 100_000))
                .setDefault(100)
                .metavar("N")
                .help("events a request (default: 100; servers take up to 1000)");
        parser.addArgument("--fresh")
                .action(Arguments.storeTrue())
                .help("give each event of the file a new event_id and the time of now");
        TargetArguments.declare(parser);
    }

    @Override
    public int run(Namespace arguments) throws Exception {
        Dialect dialect = TargetArguments.dialect(arguments);
        List<Batch> batches = Batch.split(events(arguments), arguments.getInt("batch"));
        Target target = TargetArguments.target(arguments, dialect);
        int failed = 0;
        try (var client = new IngestClient(target, dialect, clock)) {
            for (Batch batch : batches) {
                Answer answer = client.send(batch.body(), batch.events());
                out.printf(
                        "%d %s (%d ms)%n",
                        answer.status(), answer.body().strip(), answer.took().toMillis());
                failed += answer.success() ? 0 : 1;
            }
        } catch (IOException e) {
            throw new IOException(
                    "no answer from %s: %s (is the server running there?)"
                            .formatted(
                                    target.url(),
                                    e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
                    e);
        }
        if (batches.size() > 1) {
            out.printf("%d of %d batches were answered 200%n", batches.size() - failed, batches.size());
        }
        return failed == 0 ? 0 : 1;
    }

    private List<byte[]> events(Namespace arguments) throws IOException {
        @Nullable String file = arguments.getString("file");
        @Nullable Integer generate = arguments.getInt("generate");
        if ((file == null) == (generate == null)) {
            throw new UserErrorException("name a file of events, or say --generate N: one of the two");
        }
        if (generate != null) {
            Duration span = Duration.ofDays(arguments.getInt("days"));
            return new EventSource(ThreadLocalRandom.current().nextLong(), clock, span)
                    .next(generate).stream().map(TestEvent::bytes).toList();
        }
        byte[] content = "-".equals(file) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        List<byte[]> events = EventFile.events(content, "-".equals(file) ? "standard input" : file);
        return arguments.getBoolean("fresh") ? FreshEvents.of(events, clock) : events;
    }
}
