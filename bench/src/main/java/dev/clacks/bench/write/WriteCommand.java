package dev.clacks.bench.write;

import dev.clacks.bench.cli.Command;
import dev.clacks.bench.cli.LabArguments;
import dev.clacks.bench.cli.Numbers;
import dev.clacks.bench.lab.Lab;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Prints what a row costs PostgreSQL's backend on each way into {@code events}. */
public final class WriteCommand implements Command {

    private static final String FLOOR = "raw COPY";

    private final PrintStream out;

    public WriteCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public String name() {
        return "write";
    }

    @Override
    public String summary() {
        return "CPU of PostgreSQL's backend for a row: raw COPY, the event-writer, and the ways it does not take";
    }

    @Override
    public void arguments(Subparser parser) {
        Numbers.declare(parser, "--prefill", 1, 100_000_000, 5_000_000, "rows in the table before");
        Numbers.declare(parser, "--days", 1, 365, 1, "daily partitions that they are spread over");
        Numbers.declare(parser, "--rounds", 1, 1_000, 15, "turns of each way");
        Numbers.declare(parser, "--transactions", 1, 10_000, 20, "transactions of a turn");
        Numbers.declare(parser, "--rows", 1, 2_000, 500, "rows of a transaction");
        Numbers.declare(parser, "--applications", 1, 10_000, 5, "applications whose requests of 100 events take turns");
        parser.addArgument("--writer-only")
                .action(Arguments.storeTrue())
                .help("only raw COPY and the event-writer: more rounds in the same time");
        LabArguments.declare(parser);
    }

    @Override
    public int run(Namespace arguments) throws Exception {
        var plan = new WritePlan(
                arguments.getInt("prefill"),
                arguments.getInt("days"),
                arguments.getInt("rounds"),
                arguments.getInt("transactions"),
                arguments.getInt("rows"),
                arguments.getInt("applications"),
                arguments.getBoolean("writer_only"),
                LabArguments.seed(arguments));
        Map<String, String> settings = LabArguments.postgres(arguments);
        out.println(plan);
        try (var lab = new Lab(LabArguments.folder(arguments), settings);
                var bench = new WriteBench(lab, plan, out)) {
            Figures figures = bench.run();
            out.printf(
                    "PostgreSQL %s, %s, fsync on; %,d rows, %,d MB with indexes; JDK %s, %d cores%n",
                    bench.serverVersion(),
                    settings,
                    bench.rows(),
                    bench.tableBytes() >> 20,
                    Runtime.version(),
                    Runtime.getRuntime().availableProcessors());
            print(figures);
            out.printf("the event-writer's own process: %.1f us of CPU a row%n", bench.writerProcessMicros());
        }
        return 0;
    }

    private void print(Figures figures) {
        out.println(
                "| way | synchronous_commit | backend CPU a row, us | at least | times raw COPY | WAL a row, bytes |");
        out.println("|---|---|---|---|---|---|");
        for (boolean on : List.of(true, false)) {
            for (String way : figures.contenders()) {
                if (way.endsWith(" off") == on) {
                    continue;
                }
                out.printf(
                        "| %s | %s | %.1f | %.1f | %.3f | %,.0f |%n",
                        way.replace(", synchronous_commit off", ""),
                        on ? "on" : "off",
                        figures.cpuMicros(way),
                        figures.leastMicros(way),
                        figures.ratio(way, WriteBench.name(FLOOR, on)),
                        figures.walBytes(way));
            }
        }
    }
}
