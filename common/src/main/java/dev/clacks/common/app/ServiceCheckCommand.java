package dev.clacks.common.app;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.CheckCommand;
import io.dropwizard.core.cli.Cli;
import net.sourceforge.argparse4j.inf.Namespace;

/** Dropwizard's {@code check} of a configuration file, with errors shown as {@link CommandErrors} does. */
final class ServiceCheckCommand<T extends Configuration> extends CheckCommand<T> {

    ServiceCheckCommand(Application<T> application) {
        super(application);
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable e) {
        CommandErrors.print(e, System.err);
    }
}
