package dev.clacks.ingest.limits;

import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.tiers.Tier;
import dev.clacks.ingest.tiers.Tiers;
import io.github.bucket4j.TimeMeter;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their bytes per minute of each application, by its organisation's tier. Only authentic requests are counted, so that
 * strangers cannot spend a tenant's budget, and memory is bounded by the applications there are. On this replica alone:
 * behind a balancer an application may send as often to each. Thread-safe.
 */
public final class RequestRates {

    private final Tiers tiers;
    private final Buckets<String> requests;
    private final Buckets<String> bytes;
    private final InstantSource clock;

    public RequestRates(Tiers tiers, InstantSource clock, TimeMeter time) {
        this.tiers = tiers;
        this.requests = new Buckets<>(Long.MAX_VALUE, time);
        this.bytes = new Buckets<>(Long.MAX_VALUE, time);
        this.clock = clock;
    }

    /** Counts a request; null where nothing limits the application. */
    public @Nullable Rate take(KnownApplication application) {
        Tier tier = tiers.of(application.tier());
        return tier.limitsRequests()
                ? requests.take(application.appId(), tier.requestsPerMinute(), clock.instant())
                : null;
    }

    /** Counts the bytes of a body, at least one and no more than a minute allows; null where nothing limits the application's. */
    public @Nullable Rate takeBytes(KnownApplication application, int length) {
        Tier tier = tiers.of(application.tier());
        return tier.limitsBytes()
                ? bytes.take(application.appId(), tier.bytesPerMinute(), length, clock.instant())
                : null;
    }
}
