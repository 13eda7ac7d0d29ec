package dev.clacks.ingest.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.ingest.auth.CredentialSource;
import dev.clacks.ingest.auth.CredentialStore;
import dev.clacks.ingest.auth.Credentials;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.auth.Secret;
import dev.clacks.ingest.auth.Signature;
import dev.clacks.ingest.limits.ClockMeter;
import dev.clacks.ingest.limits.RequestRates;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.ingest.tiers.Tier;
import dev.clacks.ingest.tiers.Tiers;
import dev.clacks.ingest.usage.QuotaBook;
import dev.clacks.ingest.usage.Quotas;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What a door knows of its only tenant, who may send as much as he likes. */
record OneTenant(Tenant tenant, InstantSource clock) {

    /** No limits but those that hold for all. */
    TenantLimits limits(IngestMetrics metrics) {
        var tiers = new Tiers(Map.of(
                Tiers.OTHER,
                new Tier(
                        Tier.UNLIMITED_REQUESTS,
                        Tier.UNLIMITED_BYTES,
                        Tier.UNLIMITED_EVENTS,
                        90,
                        Integer.MAX_VALUE,
                        1000)));
        return new TenantLimits(
                tiers,
                new RequestRates(tiers, clock, new ClockMeter(clock)),
                new QuotaBook(new Quotas(tiers, 1000)),
                metrics);
    }

    CredentialStore credentials() {
        var application = new KnownApplication(
                tenant.orgId(),
                tenant.orgUuid().toString(),
                tenant.appId(),
                tenant.appUuid().toString(),
                "free",
                false,
                false,
                List.of(new Secret(0, Signature.key(tenant.secret().getBytes(UTF_8)), null)));
        var known = new Credentials(List.of(application), Map.of());
        var store = new CredentialStore(
                new CredentialSource() {
                    @Override
                    public Loaded load() {
                        return new Loaded(known, new Mark("1", 0, ""));
                    }

                    @Override
                    public boolean changedSince(Loaded loaded) {
                        return false;
                    }
                },
                new CredentialStore.Ages(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1)),
                () -> 0);
        // one look at the source, and none for whoever is unknown
        var _ = store.refreshForUnknown();
        store.wakeUp();
        try {
            store.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return store;
    }
}
