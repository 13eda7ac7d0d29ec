package dev.clacks.ingest.limits;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RateHeaders;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.limits.ClientAddresses.Client;
import io.github.bucket4j.TimeMeter;
import java.time.InstantSource;

/**
 * Counts failed authentications by client address, and turns them away past a rate. It is asked once a request has failed
 * and never before: many clients share an address, and who signs correctly must pass whatever its neighbours do.
 * Thread-safe.
 */
public final class FailedCallers {

    /**
     * How many addresses are remembered, about 20 MB of them. Whoever has more than that is not held up by a limit per
     * address; those that come often are not the ones forgotten.
     */
    private static final int MOST = 50_000;

    private final Buckets<Client> buckets;
    private final int perMinute;
    private final Runnable refused;
    private final InstantSource clock;

    /** @param refused called for each failure that is past the rate */
    public FailedCallers(int perMinute, Runnable refused, InstantSource clock, TimeMeter time) {
        this.buckets = new Buckets<>(MOST, time);
        this.perMinute = perMinute;
        this.refused = refused;
        this.clock = clock;
    }

    /**
     * What one more failed request hears.
     *
     * @param client who sent it
     * @param unauthorized the answer within the rate
     */
    public Refusal answer(Client client, Refusal unauthorized) {
        Rate rate = buckets.take(client, perMinute, clock.instant());
        if (rate.passed()) {
            return unauthorized;
        }
        refused.run();
        return Refusal.retry(
                        Code.RATE_LIMIT_EXCEEDED,
                        "Too many requests from this address failed authentication.",
                        rate.retryAfterSeconds())
                .with(RateHeaders.of(rate.limit(), 0, rate.resetEpochSecond()));
    }
}
