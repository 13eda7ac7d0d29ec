package dev.clacks.bench.latency;

import dev.clacks.bench.cli.Command;
import dev.clacks.bench.cli.LabArguments;
import dev.clacks.bench.cli.Numbers;
import dev.clacks.bench.lab.Lab;
import dev.clacks.bench.lab.LabEvents;
import dev.clacks.common.app.ProgressBar;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Sends single events to idle writers that linger differently, in turn, and prints how soon each was stored. */
public final class LatencyCommand implements Command {

    private static final int WARM_UP = 5;
    private static final int PARTITIONS = 12;
    private static final int SHORTEST_PAUSE = 100;
    private static final int LONGEST_PAUSE = 1_000;

    private final InstantSource clock;
    private final PrintStream out;

    public LatencyCommand(InstantSource clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String summary() {
        return "how soon an idle event-writer stores a single event, for several lingers";
    }

    @Override
    public void arguments(Subparser parser) {
        Numbers.declare(parser, "--events", 1, 100_000, 60, "events to each writer");
        parser.addArgument("--linger")
                .nargs("+")
                .setDefault(List.of("250ms", "50ms"))
                .metavar("TIME")
                .help("lingers (default: 250ms 50ms)");
        LabArguments.declare(parser);
    }

    @Override
    public int run(Namespace arguments) throws Exception {
        long seed = LabArguments.seed(arguments);
        int events = WARM_UP + arguments.getInt("events");
        var pauses = new Random(seed);
        var source = new LabEvents(seed, clock, 1);
        var writers = new ArrayList<IdleWriter>();
        out.println("seed " + seed);
        try (var lab = new Lab(LabArguments.folder(arguments), LabArguments.postgres(arguments));
                var bar = new ProgressBar(out, "events to each", events)) {
            for (String linger : arguments.<String>getList("linger")) {
                writers.add(new IdleWriter(lab, linger, PARTITIONS));
            }
            for (int i = 0; i < events; i++) {
                for (IdleWriter writer : writers) {
                    TimeUnit.MILLISECONDS.sleep(pauses.nextInt(SHORTEST_PAUSE, LONGEST_PAUSE));
                    writer.send(source.next(1).getFirst());
                    if (i == WARM_UP - 1) {
                        writer.forget();
                    }
                }
                bar.show(i + 1);
            }
            writers.forEach(out::println);
            for (IdleWriter writer : writers) {
                writer.close();
            }
        }
        return 0;
    }
}
