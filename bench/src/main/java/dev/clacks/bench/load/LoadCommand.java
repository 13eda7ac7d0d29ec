package dev.clacks.bench.load;

import dev.clacks.bench.cli.Command;
import dev.clacks.bench.cli.Numbers;
import dev.clacks.bench.cli.TargetArguments;
import dev.clacks.bench.client.Dialect;
import dev.clacks.bench.client.IngestClient;
import dev.clacks.bench.client.Target;
import dev.clacks.common.app.ProgressBar;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.ledger.Ledger;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** Puts a server under load and prints throughput, latencies and outcomes. */
public final class LoadCommand implements Command {

    private final InstantSource clock;
    private final PrintStream out;

    public LoadCommand(InstantSource clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    @Override
    public String name() {
        return "load";
    }

    @Override
    public String summary() {
        return "send many signed batches over several connections; prints throughput and latencies";
    }

    @Override
    public void arguments(Subparser parser) {
        Numbers.declare(parser, "--connections", 1, 1_000, 8, "senders at once");
        Numbers.declare(parser, "--batches", 1, 10_000_000, 1_000, "requests in all");
        Numbers.declare(parser, "--size", 1, 1_000, 100, "events a request");
        Numbers.declare(parser, "--rate", 0, 100_000, 0, "requests a second, 0 for as fast as the answers come");
        Numbers.declare(parser, "--days", 0, 90, 0, "spread the events over the last N days");
        parser.addArgument("--ledger")
                .metavar("FILE")
                .help(
                        "append a line for each acknowledged event: org app event_id timestamp_in_microseconds (org and app as you name them: use ids, not UUIDs)");
        TargetArguments.declare(parser);
    }

    @Override
    public int run(Namespace arguments) throws Exception {
        Dialect dialect = TargetArguments.dialect(arguments);
        Target target = TargetArguments.target(arguments, dialect);
        var plan = new LoadPlan(
                arguments.getInt("connections"),
                arguments.getInt("batches"),
                arguments.getInt("size"),
                arguments.getInt("rate"),
                ThreadLocalRandom.current().nextLong());
        @Nullable String ledger = arguments.getString("ledger");
        try (var client = new IngestClient(target, dialect, clock)) {
            if (ledger == null) {
                return run(arguments, client, plan, acknowledged -> {});
            }
            try (Ledger acknowledged = Ledger.inFile(Path.of(ledger))) {
                return run(
                        arguments,
                        client,
                        plan,
                        events -> acknowledged.acknowledged(target.org(), target.app(), events));
            }
        }
    }

    private int run(Namespace arguments, IngestClient client, LoadPlan plan, Consumer<List<TestEvent>> ids)
            throws InterruptedException {
        var bar = new ProgressBar(out, "events", (long) plan.batches() * plan.size());
        Duration span = Duration.ofDays(arguments.getInt("days"));
        LoadResult result = new Load(client, plan, clock, span, ids).run(bar::show);
        bar.close();
        out.printf(
                "%,d events in %,d batches acknowledged in %.1f s: %,.0f events/s%n",
                result.events(), result.batches(), result.took().toMillis() / 1e3, result.rate());
        out.println("answers: " + result.latencies());
        out.println("outcomes: " + result.outcomes());
        return result.batches() == plan.batches() ? 0 : 1;
    }
}
