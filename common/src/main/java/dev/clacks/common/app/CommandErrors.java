package dev.clacks.common.app;

import io.dropwizard.configuration.ConfigurationException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import net.sourceforge.argparse4j.inf.ArgumentParserException;

/** How a command's failure is shown and which exit code it gives: no stack trace for what the user can mend. */
public final class CommandErrors {

    private CommandErrors() {}

    /** 2 for bad input or configuration, 1 for everything else. */
    public static int exitCode(Throwable error) {
        return mendable(error) ? 2 : 1;
    }

    /** Prints what went wrong, cause by cause on one line. */
    public static void print(Throwable error, PrintStream err) {
        if (error instanceof NoSuchFileException || error instanceof java.io.FileNotFoundException) {
            err.println("error: no such file: " + error.getMessage());
            return;
        }
        if (error instanceof ConfigurationException) {
            err.println("error: " + String.valueOf(error.getMessage()).strip());
            return;
        }
        var parts = new ArrayList<String>();
        for (Throwable cause = error; cause != null && parts.size() < 5; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (parts.stream().noneMatch(part -> part.contains(message))) {
                parts.add(message);
            }
        }
        err.println("error: " + String.join(": ", parts));
    }

    private static boolean mendable(Throwable error) {
        return error instanceof UserErrorException
                || error instanceof ConfigurationException
                || error instanceof ArgumentParserException
                || error instanceof NoSuchFileException
                || error instanceof java.io.FileNotFoundException
                || error instanceof IllegalArgumentException
                || (error instanceof UncheckedIOException && error.getCause() != null && mendable(error.getCause()))
                || (error instanceof IOException && error.getCause() instanceof ConfigurationException);
    }
}
