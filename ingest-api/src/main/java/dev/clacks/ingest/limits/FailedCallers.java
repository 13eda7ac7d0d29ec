package dev.clacks.ingest.limits;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RateHeaders;
import dev.clacks.ingest.answer.Refusal;
import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.List;

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

    private final Buckets<ClientAddresses.Client> buckets;
    private final ClientAddresses addresses;
    private final int perMinute;
    private final Runnable refused;
    private final InstantSource clock;

    /** @param refused called for each failure that is past the rate */
    public FailedCallers(
            ClientAddresses addresses, int perMinute, Runnable refused, InstantSource clock, TimeMeter time) {
        this.buckets = new Buckets<>(MOST, time);
        this.addresses = addresses;
        this.perMinute = perMinute;
        this.refused = refused;
        this.clock = clock;
    }

    /**
     * What one more failed request hears.
     *
     * @param peer the other end of its connection
     * @param forwardedFor its values of {@code X-Forwarded-For}
     * @param unauthorized the answer within the rate
     */
    public Refusal answer(SocketAddress peer, List<String> forwardedFor, Refusal unauthorized) {
        ClientAddresses.Client client = addresses.client(address(peer), forwardedFor);
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

    /** All that come by something else than IP are one client. */
    private static InetAddress address(SocketAddress peer) {
        return peer instanceof InetSocketAddress ip && ip.getAddress() != null
                ? ip.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
