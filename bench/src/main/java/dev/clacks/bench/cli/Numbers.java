package dev.clacks.bench.cli;

import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Arguments that are whole numbers within a range. */
public final class Numbers {

    private Numbers() {}

    /** Declares one with a default. */
    public static void declare(Subparser parser, String name, int from, int to, int preset, String help) {
        parser.addArgument(name)
                .type(Integer.class)
                .choices(Arguments.range(from, to))
                .setDefault(preset)
                .metavar("N")
                .help(help + " (default: " + preset + ")");
    }
}
