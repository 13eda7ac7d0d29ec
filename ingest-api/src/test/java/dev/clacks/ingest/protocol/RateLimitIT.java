package dev.clacks.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.LogCapture;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.time.Await;
import dev.clacks.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests per minute by tier, by a clock that stands still. */
final class RateLimitIT {

    private static final ManualClock CLOCK = ManualClock.at("2026-11-24T12:00:00.750Z");

    @RegisterExtension
    static final Door DOOR = new Door(CLOCK, """
            clients: {refusedPerMinute: 1000000}
            tiers:
              two: {requestsPerMinute: 2}
              narrow: {body: 4KiB, events: 2}
              light: {requestsPerMinute: 50, body: 4KiB, bytesPerMinute: 6KiB}
              bytes: {body: 4KiB, bytesPerMinute: 6KiB}
              enterprise: {}
              "*": {requestsPerMinute: 3}
            """);

    @ParameterizedTest
    @EnumSource
    void pastTheRateIsA429ThatSaysWhenToComeAgain(Dialect dialect) throws IOException {
        Tenant tenant = tenant("two");
        Reply first = Checks.answer(DOOR.send(call(tenant, dialect)), 200);
        rate(first, 2, 1, now() + 30);
        rate(Checks.answer(DOOR.send(call(tenant, dialect)), 200), 2, 0, now() + 60);
        double refusals = DOOR.metric("ingest_limit_refusals_total{limit=\"rate\"}");
        Reply refused = DOOR.send(call(tenant, dialect));
        if (dialect == Dialect.SDK) {
            Checks.flat(refused, 429, "rate_limit_exceeded");
        } else {
            Checks.nested(refused, 429, "rate_limit_exceeded");
        }
        rate(refused, 2, 0, now() + 60);
        assertThat(refused.header("retry-after")).isEqualTo("30");
        assertThat(DOOR.metric("ingest_limit_refusals_total{limit=\"rate\"}")).isEqualTo(refusals + 1);
        assertThat(DOOR.metric("http_requests_total{method=\"POST\",route=\"" + route(dialect) + "\",status=\"429\"}"))
                .isPositive();

        CLOCK.advance(Duration.ofSeconds(30));
        Checks.answer(DOOR.send(call(tenant, dialect)), 200);
        assertThat(DOOR.send(call(tenant, dialect)).status()).isEqualTo(429);
    }

    @Test
    void aRefusedRequestHasUsedItsNonceAndOneWithAnotherNoncePassesLater() throws IOException {
        Tenant tenant = tenant("two");
        Call call = call(tenant, Dialect.SDK);
        Checks.answer(DOOR.send(call(tenant, Dialect.SDK)), 200);
        Checks.answer(DOOR.send(call(tenant, Dialect.SDK)), 200);
        Checks.flat(DOOR.send(call), 429, "rate_limit_exceeded");
        Checks.flat(DOOR.send(call), 409, "nonce_replayed");
        CLOCK.advance(Duration.ofMinutes(1));
        Checks.flat(DOOR.send(call), 409, "nonce_replayed");
        Checks.answer(DOOR.send(call.header("X-Nonce", "another-nonce-" + tenant.appId())), 200);
    }

    @Test
    void strangersReplaysAndWhoDoesNotWantToBeTrackedSpendNothing() throws IOException {
        Tenant tenant = tenant("two");
        Call first = call(tenant, Dialect.SDK);
        Checks.answer(DOOR.send(first), 200);
        for (int i = 0; i < 3; i++) {
            Checks.flat(DOOR.send(call(tenant, Dialect.SDK).secret("wrong")), 401, "unauthorized");
            Checks.flat(DOOR.send(first), 409, "nonce_replayed");
            Checks.answer(DOOR.send(call(tenant, Dialect.SDK).header("DNT", "1")), 204);
        }
        rate(Checks.answer(DOOR.send(call(tenant, Dialect.SDK)), 200), 2, 0, now() + 60);
    }

    @Test
    void aRecordedRequestSpendsNothingWhereItsNonceIsPutBeforeTheBody() throws IOException {
        Tenant tenant = tenant("two");
        String nonce = "recorded-" + tenant.appId();
        byte[] body = TestEvent.batch(DOOR.events(1));
        Call recorded = DOOR.running().call(tenant, Dialect.SDK, body).header("X-Nonce", nonce);
        Checks.answer(DOOR.send(recorded), 200);
        String signature = Call.sign(tenant.secret(), Long.toString(now()), nonce, body);
        byte[] shifted = (nonce + ":" + new String(body, UTF_8)).getBytes(UTF_8);
        for (Dialect dialect : Dialect.values()) {
            Call replay = DOOR.running()
                    .call(tenant, dialect, shifted)
                    .without("X-Nonce")
                    .without("X-SDK-Version")
                    .header("X-Signature", signature);
            Checks.nested(DOOR.send(replay), 400, "invalid_json");
            Checks.nested(DOOR.send(replay.header("DNT", "1")), 400, "invalid_json");
            Checks.nested(DOOR.send(replay.gzipped()), 400, "invalid_json");
        }
        rate(Checks.answer(DOOR.send(call(tenant, Dialect.SDK)), 200), 2, 0, now() + 60);
    }

    @Test
    void anAuthenticRequestCountsWhateverItHolds() throws IOException {
        Tenant tenant = tenant("two");
        Reply reply = Checks.nested(DOOR.send(body(tenant, "no json")), 400, "invalid_json");
        rate(reply, 2, 1, now() + 30);
        Checks.nested(DOOR.send(body(tenant, "{\"events\":[]}")), 400, "empty_batch");
        Checks.nested(DOOR.send(body(tenant, "no json")), 429, "rate_limit_exceeded");
    }

    @Test
    void pastTheBytesOfAMinuteIsA429WhateverTheBatchHoldsAndHoweverItIsCoded() throws IOException {
        Tenant tenant = tenant("light");
        String invalid = "{\"events\":[{}]}" + " ".repeat(3 * 1024 - 15);
        assertThat(invalid).hasSize(3 * 1024);
        rate(Checks.nested(DOOR.send(body(tenant, invalid)), 400, "all_events_rejected"), 50, 49, now() + 2);
        double refusals = DOOR.metric("ingest_limit_refusals_total{limit=\"bytes\"}");
        Checks.nested(DOOR.send(body(tenant, invalid).gzipped()), 400, "all_events_rejected");
        Reply refused = Checks.nested(DOOR.send(body(tenant, invalid).gzipped()), 429, "rate_limit_exceeded");
        rate(refused, 50, 47, now() + 4);
        assertThat(refused.header("retry-after")).isEqualTo("30");
        Checks.flat(DOOR.send(call(tenant, Dialect.SDK)), 429, "rate_limit_exceeded");
        assertThat(DOOR.metric("ingest_limit_refusals_total{limit=\"bytes\"}")).isEqualTo(refusals + 2);
        Checks.nested(DOOR.send(body(tenant, " ".repeat(5000))), 413, "payload_too_large");

        CLOCK.advance(Duration.ofSeconds(30));
        Checks.nested(DOOR.send(body(tenant, invalid)), 400, "all_events_rejected");
        Checks.flat(DOOR.send(call(tenant, Dialect.SDK)), 429, "rate_limit_exceeded");
    }

    @Test
    void whereBytesAloneAreLimitedTheHeadersTellOfThem() throws IOException {
        Tenant tenant = tenant("bytes");
        String invalid = "{\"events\":[{}]}" + " ".repeat(3 * 1024 - 15);
        Checks.nested(DOOR.send(body(tenant, invalid)), 400, "all_events_rejected");
        Checks.nested(DOOR.send(body(tenant, invalid)), 400, "all_events_rejected");
        rate(Checks.nested(DOOR.send(body(tenant, invalid)), 429, "rate_limit_exceeded"), 6 * 1024, 0, now() + 60);
    }

    @Test
    void applicationsOfOneOrganisationHaveARateEach() throws IOException {
        Tenant tenant = tenant("two");
        Tenant fresh = Tenant.fresh("sister");
        Tenant sister = DOOR.tenants()
                .storeApplication(
                        new Tenant(
                                tenant.orgId(),
                                tenant.orgUuid(),
                                fresh.appId(),
                                fresh.appUuid(),
                                fresh.secret(),
                                fresh.token()),
                        "production");
        awaitKnown(sister);
        Checks.answer(DOOR.send(call(tenant, Dialect.SDK)), 200);
        Checks.answer(DOOR.send(call(tenant, Dialect.SDK)), 200);
        Checks.flat(DOOR.send(call(tenant, Dialect.SDK)), 429, "rate_limit_exceeded");
        Checks.answer(DOOR.send(call(sister, Dialect.SDK)), 200);
    }

    @Test
    void aChangeOfTierTakesEffectAndWithoutALimitThereAreNoHeaders() throws IOException {
        Tenant tenant = tenant("two");
        Checks.answer(DOOR.send(call(tenant, Dialect.SDK)), 200);
        Checks.answer(DOOR.send(call(tenant, Dialect.SDK)), 200);
        Checks.flat(DOOR.send(call(tenant, Dialect.SDK)), 429, "rate_limit_exceeded");
        DOOR.tenants().run("UPDATE organizations SET tier = 'enterprise' WHERE org_id = ?", tenant.orgId());
        Reply reply = Await.until(
                "the other tier", () -> DOOR.send(call(tenant, Dialect.SDK)), answer -> answer.status() == 200);
        assertThat(reply.headers()).doesNotContainKeys("x-ratelimit-limit", "x-ratelimit-remaining", "retry-after");
        for (int i = 0; i < 20; i++) {
            Checks.answer(DOOR.send(call(tenant, Dialect.SDK)), 200);
        }
    }

    @Test
    void anUnconfiguredTierIsLimitedAsAllOthersAndSaidOnce() throws IOException {
        try (LogCapture log = LogCapture.open()) {
            Tenant tenant = tenant("platinum");
            rate(Checks.answer(DOOR.send(call(tenant, Dialect.SDK)), 200), 3, 2, now() + 20);
            Await.untilEqual("unconfigured tiers", 1.0, () -> DOOR.metric("ingest_tiers_unconfigured"));
            assertThat(log.text().lines().filter(line -> line.contains("the tier platinum is not configured")))
                    .hasSize(1);
        }
    }

    @Test
    void aTierMayNarrowWhatOneBatchHolds() throws IOException {
        Tenant tenant = tenant("narrow");
        Checks.answer(DOOR.send(DOOR.running().call(tenant, Dialect.SDK, TestEvent.batch(DOOR.events(2)))), 200);
        Checks.flat(
                DOOR.send(DOOR.running().call(tenant, Dialect.SDK, TestEvent.batch(DOOR.events(3)))),
                413,
                "batch_too_large");
        String padding = " ".repeat(4096);
        byte[] body = (new String(TestEvent.batch(DOOR.events(1)), UTF_8) + padding).getBytes(UTF_8);
        Checks.flat(DOOR.send(DOOR.running().call(tenant, Dialect.SDK, body)), 413, "payload_too_large");
        Checks.flat(DOOR.send(DOOR.running().call(tenant, Dialect.SDK, body).gzipped()), 413, "payload_too_large");
    }

    private static Tenant tenant(String tier) {
        Tenant tenant = DOOR.tenants().store(Tenant.fresh("rated"), tier, "production");
        awaitKnown(tenant);
        return tenant;
    }

    private static void awaitKnown(Tenant tenant) {
        Await.untilEqual(
                "the new tenant",
                204,
                () -> DOOR.send(call(tenant, Dialect.SDK).header("DNT", "1")).status());
    }

    private static Call call(Tenant tenant, Dialect dialect) {
        return DOOR.running().call(tenant, dialect, TestEvent.batch(DOOR.events(1)));
    }

    private static Call body(Tenant tenant, String body) {
        return DOOR.running().call(tenant, Dialect.DOCUMENTED, body.getBytes(UTF_8));
    }

    private static void rate(Reply reply, long limit, long remaining, long reset) {
        assertThat(reply.header("x-ratelimit-limit")).as(reply.toString()).isEqualTo(Long.toString(limit));
        assertThat(reply.header("x-ratelimit-remaining")).isEqualTo(Long.toString(remaining));
        assertThat(reply.header("x-ratelimit-reset")).isEqualTo(Long.toString(reset));
    }

    private static String route(Dialect dialect) {
        return dialect == Dialect.BATCH ? "/events/batch" : "/v1/ingest";
    }

    private static long now() {
        return CLOCK.instant().getEpochSecond();
    }
}
