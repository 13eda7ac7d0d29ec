package dev.clacks.bench.cli;

import dev.clacks.common.app.CommandErrors;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;

/**
 * Runs the command that the first argument names. Bad arguments, and whatever else the user can mend, give a message on
 * standard error and exit code 2, other failures 1; never a stack trace.
 */
public final class CommandLine {

    private static final String CHOSEN = "command";

    private final ArgumentParser parser;
    private final Map<String, Command> commands = new HashMap<>();
    private final PrintStream err;

    /**
     * A program with its commands.
     *
     * @param program how users call it, such as {@code ./clacks}
     */
    public CommandLine(String program, List<? extends Command> commands, PrintStream err) {
        this.err = err;
        this.parser = ArgumentParsers.newFor(program).build();
        Subparsers subparsers = parser.addSubparsers().dest(CHOSEN).metavar("COMMAND");
        for (Command command : commands) {
            Subparser subparser =
                    subparsers.addParser(command.name()).help(command.summary()).description(command.summary());
            command.arguments(subparser);
            this.commands.put(command.name(), command);
        }
    }

    /** Parses and runs; the exit code. */
    @SuppressWarnings("CatchingUnchecked") // the last frame before the user: whatever it is must become a message
    public int run(String... arguments) {
        try {
            Namespace parsed = parser.parseArgs(arguments);
            Command command = commands.get(parsed.getString(CHOSEN));
            return command == null ? 2 : command.run(parsed);
        } catch (HelpScreenException e) {
            return 0;
        } catch (ArgumentParserException e) {
            var writer = new PrintWriter(err, true, StandardCharsets.UTF_8);
            e.getParser().printUsage(writer);
            err.println("error: " + e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("error: interrupted");
            return 1;
        } catch (Exception e) {
            CommandErrors.print(e, err);
            return CommandErrors.exitCode(e);
        }
    }
}
