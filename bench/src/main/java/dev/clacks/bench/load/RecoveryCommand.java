package dev.clacks.bench.load;

import dev.clacks.bench.cli.Command;
import dev.clacks.bench.cli.TargetArguments;
import dev.clacks.bench.stack.RunningStack;
import dev.clacks.common.app.UserErrorException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * Kills each process of a running pipeline in turn, then has a writer vanish for good and all connections to PostgreSQL end, and
 * prints how soon it served again and a fresh event was queryable.
 */
public final class RecoveryCommand implements Command {

    private static final String WRITER = "event-writer";
    private static final String NEVER = "not within five minutes";

    private final InstantSource clock;
    private final PrintStream out;

    public RecoveryCommand(InstantSource clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    @Override
    public String name() {
        return "recovery";
    }

    @Override
    public String summary() {
        return "kill -9 each process of a running pipeline, break what else can break; prints how soon a fresh event is queryable again";
    }

    @Override
    public void arguments(Subparser parser) {
        TargetArguments.declareData(parser);
        parser.addArgument("--only").metavar("PROCESS").help("only this one, such as event-writer or kafka");
    }

    @Override
    public int run(Namespace arguments) throws Exception {
        Path data = TargetArguments.data(arguments);
        RunningStack stack = RunningStack.read(data);
        @Nullable String only = arguments.getString("only");
        if (only != null && !stack.processes().containsKey(only)) {
            throw new UserErrorException("there is no process '" + only + "': choose one of "
                    + stack.processes().keySet());
        }
        List<String> names = only == null ? List.copyOf(stack.processes().keySet()) : List.of(only);
        long seed = ThreadLocalRandom.current().nextLong();
        out.println("seed of the events: " + seed);
        out.println("what happens                     serves again after   then fresh events are queryable after");
        boolean all = true;
        try (var recovery = new Recovery(data, seed, clock)) {
            recovery.awaitFreshEvents();
            for (String name : names) {
                Recovery.Outcome outcome = recovery.kill(name);
                all &= print("kill -9 of " + name, seconds(outcome.serves()), outcome.queryable());
            }
            if (only == null
                    && stack.processes().getOrDefault(WRITER, List.of()).size() > 1) {
                all &= print("one of the writers vanishes", "the other does", recovery.vanish(WRITER));
            }
            if (only == null) {
                all &= print("all connections to PostgreSQL end", "it does", recovery.breakConnections());
            }
        }
        return all ? 0 : 1;
    }

    private boolean print(String what, String serves, double queryable) {
        out.printf("%-33s %17s   %36s%n", what, serves, seconds(queryable));
        return queryable >= 0;
    }

    private static String seconds(double seconds) {
        return seconds < 0 ? NEVER : "%.1f s".formatted(seconds);
    }
}
