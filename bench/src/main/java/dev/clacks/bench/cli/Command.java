package dev.clacks.bench.cli;

import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** One command of a program. */
public interface Command {

    /** The word that calls it. */
    String name();

    /** One line for the list of commands. */
    String summary();

    /** Declares its arguments. */
    void arguments(Subparser parser);

    /**
     * Does it.
     *
     * @return the exit code: 0 for success, 1 for a failure that has been printed
     * @throws dev.clacks.common.app.UserErrorException where the user can mend it
     */
    int run(Namespace arguments) throws Exception;
}
