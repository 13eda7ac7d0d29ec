package dev.clacks.bench.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** The arguments of every measurement on servers of its own. */
public final class LabArguments {

    private LabArguments() {}

    /** Declares them. */
    public static void declare(Subparser parser) {
        Numbers.declare(parser, "--shared-buffers", 16, 100_000, 128, "PostgreSQL's shared_buffers, in MB");
        parser.addArgument("--seed").type(Long.class).metavar("N").help("of the events (default: another each time)");
        parser.addArgument("--folder")
                .metavar("DIR")
                .setDefault("target/bench")
                .help(
                        "where the servers keep their data until the end, 2 GB for a million events (default: target/bench)");
    }

    /** The seed that was given, or another each time. */
    public static long seed(Namespace arguments) {
        @Nullable Long seed = arguments.getLong("seed");
        return seed == null ? ThreadLocalRandom.current().nextLong() : seed;
    }

    /** Where the servers' folder is made. */
    public static Path folder(Namespace arguments) {
        return Path.of(arguments.getString("folder"));
    }

    /** PostgreSQL's settings that differ from its defaults. */
    public static Map<String, String> postgres(Namespace arguments) {
        return Map.of("shared_buffers", arguments.getInt("shared_buffers") + "MB", "max_wal_size", "4GB");
    }
}
