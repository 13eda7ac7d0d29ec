package dev.clacks.ingest;

import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.ingest.auth.CredentialStore;
import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.ingest.config.QuotaSettings;
import dev.clacks.ingest.door.TenantLimits;
import dev.clacks.ingest.limits.ClientAddresses;
import dev.clacks.ingest.limits.ClockMeter;
import dev.clacks.ingest.limits.FailedCallers;
import dev.clacks.ingest.limits.RequestRates;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.ingest.server.Pool;
import dev.clacks.ingest.tenants.RetentionClasses;
import dev.clacks.ingest.tiers.TierWatch;
import dev.clacks.ingest.tiers.Tiers;
import dev.clacks.ingest.usage.QuotaBook;
import dev.clacks.ingest.usage.Quotas;
import dev.clacks.ingest.usage.UsageReader;
import dev.clacks.ingest.usage.UsageWatch;
import io.github.bucket4j.TimeMeter;
import java.time.InstantSource;
import java.util.function.BiConsumer;

/**
 * What limits tenants and strangers, put together.
 *
 * @param tenants for authentic requests
 * @param quotas what tenants used of their months
 * @param addresses who is who among strangers
 * @param failed for all others
 */
record CallerLimits(TenantLimits tenants, QuotaBook quotas, ClientAddresses addresses, FailedCallers failed) {

    /**
     * By the configuration.
     *
     * @param loops starts a loop of that name
     */
    static CallerLimits of(
            IngestConfiguration configuration,
            Pool pool,
            CredentialStore credentials,
            IngestMetrics metrics,
            InstantSource clock,
            BiConsumer<String, ManagedLoop.Turn> loops) {
        Tiers tiers = configuration.tiers();
        TimeMeter rates = ClockMeter.of(clock);
        QuotaSettings settings = configuration.quotas();
        var quotas = new QuotaBook(Quotas.of(configuration));
        var usage = new UsageWatch(
                quotas,
                new UsageReader(pool),
                credentials,
                settings.refreshInterval().toJavaDuration(),
                metrics,
                clock);
        metrics.gauges().usageAge(usage::ageSeconds);
        loops.accept("usage", usage);

        var watch = new TierWatch(tiers, credentials, new RetentionClasses(pool));
        metrics.gauges().tiersUnconfigured(watch::unconfigured);
        metrics.gauges().retentionDifferences(watch::retentionDifferences);
        loops.accept("tiers", watch);

        var failed = new FailedCallers(
                configuration.clients().refusedPerMinute(),
                () -> metrics.limitRefusal("failed_authentications"),
                clock,
                rates);
        var tenants = new TenantLimits(tiers, new RequestRates(tiers, clock, rates), quotas, metrics);
        var addresses = new ClientAddresses(configuration.clients().trusted());
        return new CallerLimits(tenants, quotas, addresses, failed);
    }
}
