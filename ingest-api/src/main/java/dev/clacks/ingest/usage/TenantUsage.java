package dev.clacks.ingest.usage;

import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.ingest.tenants.Application;
import dev.clacks.ingest.tenants.Organisation;
import dev.clacks.ingest.tenants.Tenants;
import java.sql.SQLException;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * Reads for administrators what tenants used of their month. From the database each time, tenants without a quota included,
 * so it may be ahead of what the door enforces by {@code quotas.refreshInterval}. Thread-safe.
 */
public final class TenantUsage {

    private final Tenants tenants;
    private final UsageReader reader;
    private final Quotas quotas;
    private final InstantSource clock;

    private TenantUsage(Tenants tenants, UsageReader reader, Quotas quotas, InstantSource clock) {
        this.tenants = tenants;
        this.reader = reader;
        this.quotas = quotas;
        this.clock = clock;
    }

    /** On a database, by the configured tiers and quotas. */
    public static TenantUsage of(
            Tenants tenants, DataSource database, IngestConfiguration configuration, InstantSource clock) {
        return new TenantUsage(tenants, new UsageReader(database), Quotas.of(configuration), clock);
    }

    /** What the organisation of either name used, with all its applications. */
    public UsageReport ofOrganisation(String name) throws SQLException {
        Organisation organisation = tenants.organisations().find(name);
        return report(organisation.orgId(), organisation.tier());
    }

    /** What the application of either name used, and its organisation. */
    public UsageReport ofApplication(String name) throws SQLException {
        Application application = tenants.applications().find(name);
        return report(application.orgId(), application.tier()).only(application.appId());
    }

    private UsageReport report(String orgId, String tier) throws SQLException {
        Month month = Month.of(clock.instant());
        return UsageReport.of(orgId, tier, quotas, month, reader.ofOrganisation(orgId, month));
    }
}
