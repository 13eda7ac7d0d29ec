package dev.clacks.writer.command;

import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** What a command is told to do. */
abstract class Verb {

    private final String name;
    private final String help;
    private final String example;

    /**
     * A verb.
     *
     * @param help one sentence
     * @param example its arguments in an example
     */
    Verb(String name, String help, String example) {
        this.name = name;
        this.help = help;
        this.example = example;
    }

    String name() {
        return name;
    }

    String help() {
        return help;
    }

    String example() {
        return example;
    }

    /** Adds its arguments. */
    void configure(Subparser parser) {}

    /** Does it. */
    abstract void run(Namespace arguments, Workplace workplace) throws Exception;
}
