package dev.clacks.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Failed authentications are limited by client address, by a clock that stands still; addresses are made up per test. */
final class FailedAuthenticationsIT {

    private static final ManualClock CLOCK = ManualClock.at("2026-11-24T12:00:00.750Z");

    /** Behind a balancer, which is this test. */
    @RegisterExtension
    static final Door DOOR =
            new Door(CLOCK, "clients: {refusedPerMinute: 4, trustedProxies: [127.0.0.0/8, \"::1\"]}\n");

    /** Without one. */
    @RegisterExtension
    static final Door BARE = new Door(CLOCK, "clients: {refusedPerMinute: 4}\n");

    @Test
    void onlyFurtherFailuresAreRefusedAndOnlyFromThatAddress() throws IOException {
        String address = "203.0.113.1";
        for (int i = 0; i < 4; i++) {
            Checks.flat(DOOR.send(from(address, wrong(Dialect.SDK))), 401, "unauthorized");
        }
        double refusals = DOOR.metric("ingest_limit_refusals_total{limit=\"failed_authentications\"}");
        double failures = DOOR.metric("ingest_auth_failures_total{reason=\"wrong_signature\"}");
        Reply flat = Checks.flat(DOOR.send(from(address, wrong(Dialect.SDK))), 429, "rate_limit_exceeded");
        Reply nested = Checks.nested(DOOR.send(from(address, wrong(Dialect.BATCH))), 429, "rate_limit_exceeded");
        for (Reply reply : List.of(flat, nested)) {
            assertThat(reply.header("retry-after")).isEqualTo("15");
            assertThat(reply.header("x-ratelimit-limit")).isEqualTo("4");
            assertThat(reply.header("x-ratelimit-remaining")).isEqualTo("0");
            assertThat(reply.header("x-ratelimit-reset"))
                    .isEqualTo(Long.toString(CLOCK.instant().getEpochSecond() + 60));
        }
        assertThat(DOOR.metric("ingest_limit_refusals_total{limit=\"failed_authentications\"}"))
                .isEqualTo(refusals + 2);
        assertThat(DOOR.metric("ingest_auth_failures_total{reason=\"wrong_signature\"}"))
                .isEqualTo(failures + 2);

        Checks.answer(DOOR.send(from(address, DOOR.fresh(1))), 200);
        Checks.flat(DOOR.send(from("203.0.113.2", wrong(Dialect.SDK))), 401, "unauthorized");
        CLOCK.advance(Duration.ofSeconds(15));
        Checks.flat(DOOR.send(from(address, wrong(Dialect.SDK))), 401, "unauthorized");
        Checks.flat(DOOR.send(from(address, wrong(Dialect.SDK))), 429, "rate_limit_exceeded");
    }

    @Test
    void everyKindOfFailedAuthenticationCounts() throws IOException {
        String address = "203.0.113.3";
        Checks.flat(DOOR.send(from(address, DOOR.fresh(1).header("X-Signature", "malformed"))), 401, "unauthorized");
        Checks.flat(DOOR.send(from(address, DOOR.fresh(1).header("Authorization", "Basic dTpw"))), 401, "unauthorized");
        Checks.nested(
                DOOR.send(from(address, DOOR.fresh(1).path("/v1/ingest/org_unknown/app_unknown"))),
                401,
                "unauthorized");
        try (Wire wire = DOOR.wire()) {
            String usage = "GET /api/v1/apps/any/staging-usage HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: "
                    + address + "\r\nAuthorization: Bearer unknown\r\n\r\n";
            Checks.nested(wire.send(usage).read(), 401, "unauthorized");
            Checks.nested(wire.send(usage).read(), 429, "rate_limit_exceeded");
        }
        Checks.flat(DOOR.send(from(address, wrong(Dialect.SDK))), 429, "rate_limit_exceeded");
    }

    @Test
    void whatAClientWroteBeforeTheBalancersOwnEntryIsNotBelieved() throws IOException {
        for (int i = 0; i < 4; i++) {
            Checks.flat(DOOR.send(from("198.51.100." + i + ", 203.0.113.4", wrong(Dialect.SDK))), 401, "unauthorized");
        }
        Checks.flat(DOOR.send(from("198.51.100.9, 203.0.113.4", wrong(Dialect.SDK))), 429, "rate_limit_exceeded");
    }

    @Test
    void theAddressesOfOneIpv6SubscriberAreOne() throws IOException {
        for (int i = 0; i < 4; i++) {
            Checks.flat(DOOR.send(from("2001:db8:0:1::" + i, wrong(Dialect.SDK))), 401, "unauthorized");
        }
        Checks.flat(DOOR.send(from("2001:db8:0:1:9::9", wrong(Dialect.SDK))), 429, "rate_limit_exceeded");
        Checks.flat(DOOR.send(from("2001:db8:0:2::1", wrong(Dialect.SDK))), 401, "unauthorized");
    }

    @Test
    void withoutTrustedProxiesThePeerCountsWhateverTheHeaderSays() throws IOException {
        for (int i = 0; i < 4; i++) {
            Checks.flat(BARE.send(from("203.0.113." + i, BARE.fresh(1).secret("wrong"))), 401, "unauthorized");
        }
        Checks.flat(BARE.send(from("203.0.113.9", BARE.fresh(1).secret("wrong"))), 429, "rate_limit_exceeded");
        Checks.answer(BARE.send(from("203.0.113.9", BARE.fresh(1))), 200);
    }

    private static Call wrong(Dialect dialect) {
        return DOOR.fresh(dialect, 1).secret("wrong");
    }

    private static Call from(String forwardedFor, Call call) {
        return call.header("X-Forwarded-For", forwardedFor);
    }
}
