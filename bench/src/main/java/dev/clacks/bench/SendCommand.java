package dev.clacks.bench;

import dev.clacks.bench.cli.Command;
import dev.clacks.bench.cli.EventArguments;
import dev.clacks.bench.cli.TargetArguments;
import dev.clacks.bench.client.Answer;
import dev.clacks.bench.client.Dialect;
import dev.clacks.bench.client.IngestClient;
import dev.clacks.bench.client.Target;
import dev.clacks.bench.events.Batch;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Signs events from a file, or generated ones, sends them and prints each answer. */
final class SendCommand implements Command {

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
        parser.addArgument("--batch")
                .type(Integer.class)
                .choices(Arguments.range(1, 100_000))
                .setDefault(100)
                .metavar("N")
                .help("events a request (default: 100; servers take up to 1000)");
        EventArguments.declare(parser);
        TargetArguments.declare(parser);
    }

    @Override
    public int run(Namespace arguments) throws Exception {
        Dialect dialect = TargetArguments.dialect(arguments);
        List<Batch> batches = Batch.split(EventArguments.events(arguments, clock), arguments.getInt("batch"));
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
}
