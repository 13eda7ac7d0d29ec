package dev.clacks.ingest.command;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.app.CommandErrors;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.ingest.tenants.RetentionClasses;
import dev.clacks.ingest.tiers.Tier;
import dev.clacks.ingest.tiers.Tiers;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * {@code tiers list} shows the configured tiers beside the retention that the database has; {@code tiers apply}, with the
 * schema's owner as its login, makes the database agree.
 */
public final class TiersCommand extends ConfiguredCommand<IngestConfiguration> {

    private final PrintStream out;

    public TiersCommand(PrintStream out) {
        super("tiers", "Lists the configured tiers, or takes their retention to the database");
        this.out = out;
    }

    @Override
    public void configure(Subparser subparser) {
        subparser.addArgument("action").choices("list", "apply").help("what to do with the tiers");
        subparser
                .addArgument("--dry-run")
                .action(Arguments.storeTrue())
                .help("with apply: says what would change, and changes nothing");
        super.configure(subparser);
    }

    @Override
    protected void run(
            @Nullable Bootstrap<IngestConfiguration> bootstrap,
            Namespace namespace,
            IngestConfiguration configuration) {
        boolean apply = namespace.getString("action").equals("apply");
        DatabaseUrl address = apply
                ? configuration.database().migrationsAddress()
                : configuration.database().address();
        var classes = new RetentionClasses(database(address));
        try {
            if (apply) {
                apply(classes, configuration.tiers(), namespace.getBoolean("dry_run"));
            } else {
                list(configuration.tiers(), classes.read());
            }
        } catch (SQLException e) {
            throw new UserErrorException("the database cannot be used: %s. Is %s right?"
                    .formatted(e.getMessage(), apply ? "MIGRATIONS_DATABASE_URL, the owner's," : "DATABASE_URL"));
        }
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable e) {
        CommandErrors.print(e, System.err);
    }

    private void list(Tiers tiers, Map<String, Integer> stored) {
        String row = "%-24s  %-12s  %-14s  %-12s  %-10s  %s%n";
        out.printf(row, "TIER", "REQUESTS/MIN", "BYTES/MIN", "EVENTS/MONTH", "RETENTION", "IN DATABASE");
        var names = new TreeSet<>(stored.keySet());
        names.addAll(tiers.byName().keySet());
        for (String name : names) {
            Tier tier = tiers.of(name);
            Integer days = stored.containsKey(name) ? stored.get(name) : stored.get(Tiers.OTHER);
            out.printf(
                    row,
                    tiers.configured(name) ? name : name + " (not configured)",
                    tier.limitsRequests() ? tier.requestsPerMinute() : "unlimited",
                    tier.limitsBytes() ? tier.bytesPerMinute() : "unlimited",
                    tier.eventsPerMonth() == Tier.UNLIMITED_EVENTS ? "unlimited" : tier.eventsPerMonth(),
                    tier.retentionDays() + " d",
                    days == null ? "none" : days + " d" + (days == tier.retentionDays() ? "" : ": differs"));
        }
    }

    private void apply(RetentionClasses classes, Tiers tiers, boolean dryRun) throws SQLException {
        var wanted = new TreeMap<String, Integer>();
        tiers.byName().forEach((name, tier) -> wanted.put(name, tier.retentionDays()));
        RetentionClasses.Change change = classes.apply(Actor.operatingSystemUser(), wanted, dryRun);
        if (change.isEmpty()) {
            out.println("the database agrees with the configured tiers");
            return;
        }
        String would = dryRun ? "would be " : "is ";
        change.set().forEach((tier, days) -> out.println("the retention of " + tier + " " + would + days + " d"));
        change.removed()
                .forEach(tier -> out.println("the tier " + tier + " " + would + "removed: what * says holds for it"));
        out.printf(
                "%d organisations %s another retention from the day after tomorrow (UTC) on%n",
                change.organisations(), dryRun ? "would get" : "get");
    }

    private static PGSimpleDataSource database(DatabaseUrl address) {
        var source = new PGSimpleDataSource();
        source.setURL(address.jdbcUrl());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setConnectTimeout(5);
        return source;
    }
}
