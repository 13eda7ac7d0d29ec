package dev.clacks.ingest.command;

import dev.clacks.common.app.CommandErrors;
import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.sql.Migrator;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.migrations.DbCommand;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code db migrate} and Dropwizard's other {@code db} commands, with the schema's owner as their login. */
public final class DatabaseCommand extends DbCommand<IngestConfiguration> {

    public DatabaseCommand() {
        super("db", configuration -> owner(configuration), IngestConfiguration.class, Migrator.CHANGELOG);
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable e) {
        CommandErrors.print(e, System.err);
    }

    private static DataSourceFactory owner(IngestConfiguration configuration) {
        DatabaseUrl address = configuration.database().migrationsAddress();
        var factory = new DataSourceFactory();
        factory.setDriverClass("org.postgresql.Driver");
        factory.setUrl(address.jdbcUrl());
        factory.setUser(address.user());
        factory.setPassword(address.password());
        return factory;
    }
}
