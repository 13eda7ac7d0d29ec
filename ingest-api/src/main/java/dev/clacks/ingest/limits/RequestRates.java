package dev.clacks.ingest.limits;

import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.tiers.Tier;
import dev.clacks.ingest.tiers.Tiers;
import io.github.bucket4j.TimeMeter;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Requests per minute of each application, by its organisation's tier. Only authentic requests are counted, so that
 * strangers cannot spend a tenant's budget, and memory is bounded by the applications there are. On this replica alone:
 * behind a balancer an application may send as often to each. Thread-safe.
 */
public final class RequestRates {

    private final Tiers tiers;
    private final Buckets<String> buckets;
    private final InstantSource clock;

    public RequestRates(Tiers tiers, InstantSource clock, TimeMeter time) {
        this.tiers = tiers;
        this.buckets = new Buckets<>(Long.MAX_VALUE, time);
        this.clock = clock;
    }

    /** Counts a request; null where nothing limits the application. */
    public @Nullable Rate take(KnownApplication application) {
        Tier tier = tiers.of(application.tier());
        return tier.limitsRequests()
                ? buckets.take(application.appId(), tier.requestsPerMinute(), clock.instant())
                : null;
    }
}
