package dev.clacks.ingest.limits;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RateHeaders;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;

/** How often the doctor may be asked: by an address, and for an application. On this replica alone. Thread-safe. */
public final class DoctorRates {

    private static final int MOST = 10_000;

    private final Buckets<ClientAddresses.Client> byAddress;
    private final Buckets<String> byApplication;
    private final ClientAddresses addresses;
    private final int perAddress;
    private final int perApplication;
    private final InstantSource clock;

    /**
     * Counts from now on.
     *
     * @param perAddress most requests a minute from an address
     * @param perApplication most requests a minute for an application
     */
    public DoctorRates(
            ClientAddresses addresses, int perAddress, int perApplication, InstantSource clock, TimeMeter time) {
        this.byAddress = new Buckets<>(MOST, time);
        this.byApplication = new Buckets<>(MOST, time);
        this.addresses = addresses;
        this.perAddress = perAddress;
        this.perApplication = perApplication;
        this.clock = clock;
    }

    /**
     * Counts a request before it is known who sends it.
     *
     * @param peer the address at the other end of the connection, in figures
     * @param forwardedFor the values of {@code X-Forwarded-For}
     */
    public void checkAddress(String peer, List<String> forwardedFor) throws RefusedException {
        check(byAddress.take(addresses.client(address(peer), forwardedFor), perAddress, clock.instant()));
    }

    /** Counts a request of an application. */
    public void checkApplication(String appId) throws RefusedException {
        check(byApplication.take(appId, perApplication, clock.instant()));
    }

    private static void check(Rate rate) throws RefusedException {
        if (!rate.passed()) {
            throw new RefusedException(Refusal.retry(
                            Code.RATE_LIMIT_EXCEEDED,
                            "The doctor was asked too often: come again later.",
                            rate.retryAfterSeconds())
                    .with(RateHeaders.of(rate.limit(), rate.remaining(), rate.resetEpochSecond())));
        }
    }

    /** All that come by something else than IP are one client. */
    private static InetAddress address(String peer) {
        try {
            return InetAddress.ofLiteral(peer);
        } catch (IllegalArgumentException e) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
