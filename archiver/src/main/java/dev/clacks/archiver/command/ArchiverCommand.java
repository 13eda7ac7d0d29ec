package dev.clacks.archiver.command;

import dev.clacks.archiver.config.ArchiverSettings;
import dev.clacks.common.app.CommandErrors;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.sql.SQLException;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** What the archiver's commands share: their configuration, and errors said in a sentence. */
abstract class ArchiverCommand extends ConfiguredCommand<ArchiverSettings> {

    ArchiverCommand(String name, String description) {
        super(name, description);
    }

    @Override
    protected final void run(
            @Nullable Bootstrap<ArchiverSettings> bootstrap, Namespace namespace, ArchiverSettings settings)
            throws Exception {
        try {
            run(namespace, settings);
        } catch (SQLException e) {
            throw new CommandFailedException("PostgreSQL refused: " + e.getMessage(), e);
        }
    }

    /** Does it; prints to standard output. */
    abstract void run(Namespace arguments, ArchiverSettings settings) throws Exception;

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable e) {
        CommandErrors.print(e, System.err);
    }

    /** The command did not do all it was asked to; the message says what and why. Exit code 1. */
    static final class CommandFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        CommandFailedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
