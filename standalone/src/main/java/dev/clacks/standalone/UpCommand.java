package dev.clacks.standalone;

import dev.clacks.bench.cli.Command;
import dev.clacks.bench.cli.TargetArguments;
import dev.clacks.bench.stack.RunningStack;
import dev.clacks.standalone.stack.StackOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Runs the whole pipeline until it is told to stop. */
final class UpCommand implements Command {

    private static final int DEFAULT_PORT = 3000;
    private static final int MOST_WRITERS = 12;

    private final Path home;
    private final PrintStream out;

    UpCommand(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    @Override
    public String name() {
        return "up";
    }

    @Override
    public String summary() {
        return "run the whole pipeline on this machine until Ctrl-C";
    }

    @Override
    public void arguments(Subparser parser) {
        parser.addArgument("--data")
                .metavar("DIR")
                .help("where data, logs and credentials are kept (default: .clacks in the checkout)");
        parser.addArgument("--port")
                .type(Integer.class)
                .setDefault(DEFAULT_PORT)
                .metavar("PORT")
                .help(
                        "of the door; its admin port is the next one, the archiver's the one after, the writers' are PORT+10, "
                                + "PORT+11, ... (default: " + DEFAULT_PORT + ")");
        parser.addArgument("--writers")
                .type(Integer.class)
                .choices(Arguments.range(1, MOST_WRITERS))
                .setDefault(2)
                .metavar("N")
                .help("how many event-writers (default: 2)");
        parser.addArgument("--fresh")
                .action(Arguments.storeTrue())
                .help("begin anew: delete what the data folder holds");
    }

    @Override
    public int run(Namespace arguments) throws Exception {
        var options = new StackOptions(
                home,
                TargetArguments.data(arguments),
                arguments.getInt("port"),
                arguments.getInt("writers"),
                arguments.getBoolean("fresh"),
                OptionalInt.empty(),
                List.of("Demo application"),
                Map.of());
        long begun = System.nanoTime();
        out.println("Data and logs: " + options.data());
        try (StackRun run = StackRun.open(options, out::println)) {
            RunningStack running = run.start();
            out.printf(
                    "Ready after %.1f s.%n%n%s",
                    (System.nanoTime() - begun) / 1e9, Welcome.text(running, options.data()));
            new CountDownLatch(1).await(); // until a signal; the shutdown hook stops everything
        }
        return 0;
    }
}
