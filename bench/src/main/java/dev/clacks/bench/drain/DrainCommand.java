package dev.clacks.bench.drain;

import dev.clacks.bench.cli.Command;
import dev.clacks.bench.cli.LabArguments;
import dev.clacks.bench.cli.Numbers;
import dev.clacks.bench.lab.Lab;
import dev.clacks.bench.lab.LabEvents;
import dev.clacks.common.kafka.KafkaSettings;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Prints how fast one and two writers drain a backlog, and one a rewound one, and who used how much CPU for it. */
public final class DrainCommand implements Command {

    private final InstantSource clock;
    private final PrintStream out;

    public DrainCommand(InstantSource clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public String summary() {
        return "time one and two event-writers draining a backlog, and one a rewound backlog; with everybody's CPU";
    }

    @Override
    public void arguments(Subparser parser) {
        Numbers.declare(parser, "--events", 1_000, 50_000_000, 300_000, "events of a backlog");
        Numbers.declare(parser, "--partitions", 1, 100, 12, "partitions that they are spread over");
        Numbers.declare(parser, "--rounds", 1, 100, 3, "backlogs for one and for two");
        Numbers.declare(parser, "--applications", 1, 10_000, 5, "applications whose requests of 100 events take turns");
        LabArguments.declare(parser);
    }

    @Override
    public int run(Namespace arguments) throws Exception {
        long seed = LabArguments.seed(arguments);
        out.println("seed " + seed);
        var alone = new ArrayList<Double>();
        var both = new ArrayList<Double>();
        try (var lab = new Lab(LabArguments.folder(arguments), LabArguments.postgres(arguments))) {
            var bench = new DrainBench(
                    lab,
                    arguments.getInt("events"),
                    arguments.getInt("partitions"),
                    new LabEvents(seed, clock, arguments.getInt("applications")),
                    out);
            KafkaSettings drained = bench.backlog();
            out.println("warming up, one writer: " + bench.drain(drained, 1));
            for (int round = 0; round < arguments.getInt("rounds"); round++) {
                // In another order each time: the table grows.
                for (int writers : round % 2 == 0 ? List.of(1, 2) : List.of(2, 1)) {
                    Spent spent = bench.drain(bench.backlog(), writers);
                    out.println(writers + (writers == 1 ? " writer: " : " writers: ") + spent);
                    (writers == 1 ? alone : both).add(spent.rate());
                }
            }
            out.printf("two writers drained %.2f times as fast as one (medians)%n", median(both) / median(alone));
            bench.rewind(drained);
            out.println("rewound, all copies, one writer: " + bench.drain(drained, 1));
            out.println("rows, and the sum of counts: " + bench.rowsAndCounts());
        }
        return 0;
    }

    private static double median(List<Double> values) {
        return values.stream()
                .sorted()
                .skip((values.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }
}
