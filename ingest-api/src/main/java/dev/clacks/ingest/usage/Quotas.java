package dev.clacks.ingest.usage;

import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.ingest.tiers.Tier;
import dev.clacks.ingest.tiers.Tiers;

/**
 * How many events a month whom is allowed. An organisation's production applications share its tier's quota; a staging
 * application has a small one of its own, whatever the tier. Immutable, so thread-safe.
 *
 * @param stagingEventsPerMonth of each staging application
 */
public record Quotas(Tiers tiers, long stagingEventsPerMonth) {

    /** Stands for no limit. */
    public static final long UNLIMITED = Tier.UNLIMITED_EVENTS;

    /** The configured ones. */
    public static Quotas of(IngestConfiguration configuration) {
        return new Quotas(configuration.tiers(), configuration.quotas().stagingEventsPerMonth());
    }

    /** Events a month, or {@link #UNLIMITED}. */
    public long limit(KnownApplication application) {
        return limit(application.tier(), application.staging());
    }

    /** Events a month of an application of that kind in an organisation of that tier, or {@link #UNLIMITED}. */
    public long limit(String tier, boolean staging) {
        return staging ? stagingEventsPerMonth : tiers.of(tier).eventsPerMonth();
    }
}
