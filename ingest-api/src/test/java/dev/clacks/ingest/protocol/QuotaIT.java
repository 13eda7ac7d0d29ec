package dev.clacks.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.LogCapture;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.time.Await;
import dev.clacks.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events a month by tier, as counted by the day of receipt; by a clock that stands in the middle of a month. */
final class QuotaIT {

    private static final Instant NOW = Instant.parse("2026-10-15T12:00:00Z");
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    /** A reading of the usage comes after the one that is under way, and each looks at all tenants of these tests. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final ManualClock CLOCK = new ManualClock(NOW);

    @RegisterExtension
    static final Door DOOR = new Door(CLOCK, """
            clients: {refusedPerMinute: 1000000}
            quotas: {refreshInterval: 100ms}
            credentials: {pollInterval: 500ms}
            tiers: {hundred: {eventsPerMonth: 100}, enterprise: {}, "*": {}}
            """);

    @ParameterizedTest
    @EnumSource
    void aUsedUpQuotaIsA429UntilTheNextMonth(Dialect dialect) throws IOException {
        Tenant tenant = tenant("hundred", "production");
        Checks.answer(DOOR.send(call(tenant, dialect, 1)), 200);
        received(tenant, "2026-10-01", 60);
        received(tenant, "2026-10-15", 40);
        Reply refused = awaitStatus(tenant, 429, dialect);
        if (dialect == Dialect.SDK) {
            Checks.flat(refused, 429, "quota_exceeded");
        } else {
            Checks.nested(refused, 429, "quota_exceeded");
        }
        assertThat(refused.header("x-ratelimit-limit")).isEqualTo("100");
        assertThat(refused.header("x-ratelimit-remaining")).isEqualTo("0");
        assertThat(refused.header("x-ratelimit-reset")).isEqualTo(Long.toString(NOVEMBER.getEpochSecond()));
        assertThat(refused.header("retry-after"))
                .isEqualTo(Long.toString(NOVEMBER.getEpochSecond() - NOW.getEpochSecond()));
        assertThat(DOOR.metric("ingest_limit_refusals_total{limit=\"quota\"}")).isPositive();
    }

    @Test
    void aNewMonthBeginsWithTheWholeQuota() {
        Tenant tenant = tenant("hundred", "production");
        received(tenant, "2026-10-30", 100);
        awaitStatus(tenant, 429, Dialect.SDK);
        CLOCK.set(NOVEMBER);
        try {
            awaitStatus(tenant, 200, Dialect.SDK);
        } finally {
            CLOCK.set(NOW);
        }
        awaitStatus(tenant, 429, Dialect.SDK);
    }

    @Test
    void aBatchIsTakenWholeWhileAnythingIsLeft() throws IOException {
        Tenant tenant = tenant("hundred", "production");
        received(tenant, "2026-10-02", 99);
        awaitReading();
        Reply reply = Checks.answer(DOOR.send(call(tenant, Dialect.SDK, 5)), 200);
        assertThat(reply.json().get("accepted").asInt()).isEqualTo(5);
    }

    @Test
    void theDayOfReceiptCountsAndNotThatOfTheEvent() throws IOException {
        Tenant tenant = tenant("hundred", "production");
        received(tenant, "2026-09-30", 500);
        received(tenant, "2026-11-01", 500);
        received(tenant, "2026-10-15", 99, "2026-08-20 10:00+00");
        awaitReading();
        Checks.answer(DOOR.send(call(tenant, Dialect.SDK, 1)), 200);
        received(tenant, "2026-10-15", 1, "2026-08-20 11:00+00");
        Checks.flat(awaitStatus(tenant, 429, Dialect.SDK), 429, "quota_exceeded");
    }

    @Test
    void aStagingApplicationHasAThousandEventsOfItsOwn() throws IOException {
        Tenant production = tenant("hundred", "production");
        Tenant fresh = Tenant.fresh("trial");
        Tenant staging = DOOR.tenants()
                .storeApplication(
                        new Tenant(
                                production.orgId(),
                                production.orgUuid(),
                                fresh.appId(),
                                fresh.appUuid(),
                                fresh.secret(),
                                fresh.token()),
                        "staging");
        received(staging, "2026-10-03", 999);
        received(production, "2026-10-03", 100);
        Checks.flat(awaitStatus(production, 429, Dialect.SDK), 429, "quota_exceeded");
        Checks.answer(awaitStatus(staging, 200, Dialect.SDK), 200);
        received(staging, "2026-10-04", 1);
        assertThat(awaitStatus(staging, 429, Dialect.SDK).header("x-ratelimit-limit"))
                .isEqualTo("1000");
    }

    @Test
    void whatIsTakenBackIsThereAgainAndSoIsAnotherTiersQuota() {
        Tenant tenant = tenant("hundred", "production");
        received(tenant, "2026-10-03", 100);
        awaitStatus(tenant, 429, Dialect.SDK);
        received(tenant, "2026-10-03", -1);
        awaitStatus(tenant, 200, Dialect.SDK);
        received(tenant, "2026-10-03", 1);
        awaitStatus(tenant, 429, Dialect.SDK);
        DOOR.tenants().run("UPDATE organizations SET tier = 'enterprise' WHERE org_id = ?", tenant.orgId());
        awaitStatus(tenant, 200, Dialect.SDK);
    }

    @Test
    void passingEightyAndAHundredPercentIsSaidOnceAndCounted() throws IOException {
        Tenant tenant = tenant("hundred", "production");
        awaitReading();
        String at80 = "ingest_quota_crossings_total{percent=\"80\"}";
        String at100 = "ingest_quota_crossings_total{percent=\"100\"}";
        double before80 = DOOR.metric(at80);
        double before100 = DOOR.metric(at100);
        double past = DOOR.metric("ingest_quota_tenants{percent=\"100\"}");
        try (LogCapture log = LogCapture.open()) {
            received(tenant, "2026-10-03", 80);
            Await.untilEqual("crossings of 80 %", before80 + 1, () -> DOOR.metric(at80));
            assertThat(DOOR.metric(at100)).isEqualTo(before100);
            received(tenant, "2026-10-03", 20);
            Await.untilEqual("crossings of 100 %", before100 + 1, () -> DOOR.metric(at100));
            Await.untilEqual(
                    "tenants past 100 %", past + 1, () -> DOOR.metric("ingest_quota_tenants{percent=\"100\"}"));
            received(tenant, "2026-10-04", 20);
            awaitReading();
            assertThat(DOOR.metric(at80)).isLessThanOrEqualTo(before80 + 2);
            assertThat(DOOR.metric(at100)).isLessThanOrEqualTo(before100 + 2);
            assertThat(log.text().lines().filter(line -> line.contains("organisation " + tenant.orgId() + " has used")))
                    .hasSize(2);
        }
        assertThat(DOOR.running().get("/metrics").text()).doesNotContain(tenant.orgId());
    }

    @Test
    void stagingUsageSaysWhatIsLeft() throws IOException {
        Tenant staging = tenant("hundred", "staging");
        received(staging, "2026-10-03", 847);
        for (String name : new String[] {staging.appId(), staging.appUuid().toString()}) {
            Reply reply = Await.until(
                    "the usage",
                    () -> usage(name, staging.token()),
                    answer -> answer.status() == 200
                            && answer.json().get("events_this_month").asInt() > 0);
            assertThat(Checks.answer(reply, 200).text())
                    .isEqualTo("{\"events_this_month\":847,\"events_limit\":1000,\"events_remaining\":153}");
        }
        received(staging, "2026-10-04", 847);
        Reply over = Await.until(
                "more usage",
                () -> usage(staging.appId(), staging.token()),
                answer -> answer.json().get("events_this_month").asInt() == 1694);
        assertThat(over.json().get("events_remaining").asInt()).isZero();
    }

    @Test
    void stagingUsageIsForTheApplicationsOwnTokenAlone() throws IOException {
        Tenant staging = tenant("hundred", "staging");
        Reply stranger = Checks.nested(usage(staging.appId(), "no-such-token"), 401, "unauthorized");
        assertThat(stranger.header("www-authenticate")).isEqualTo("Bearer realm=\"clacks\"");
        assertThat(Checks.nested(usage("no-such-app", "no-such-token"), 401, "unauthorized")
                        .text())
                .isEqualTo(stranger.text());
        assertThat(Checks.nested(usage(staging.appId(), null), 401, "unauthorized")
                        .text())
                .isEqualTo(stranger.text());
        Reply mismatch = Checks.nested(usage(staging.appId(), DOOR.tenant().token()), 403, "token_mismatch");
        assertThat(Checks.nested(usage("no-such-app", DOOR.tenant().token()), 403, "token_mismatch")
                        .text())
                .isEqualTo(mismatch.text());
        Checks.nested(usage(DOOR.tenant().appId(), DOOR.tenant().token()), 404, "not_found");
        String reader = "reader-" + UUID.randomUUID();
        DOOR.tenants().addToken(staging, reader, "read");
        Await.untilEqual(
                "another scope", 200, () -> usage(staging.appId(), reader).status());
        DOOR.tenants().run("UPDATE applications SET disabled_at = now() WHERE app_id = ?", staging.appId());
        Checks.nested(
                Await.until("the disabled application", () -> usage(staging.appId(), reader), a -> a.status() != 200),
                403,
                "app_disabled");
    }

    private static Reply usage(String app, @Nullable String token) throws IOException {
        try (Wire wire = DOOR.wire()) {
            String authorization = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
            return wire.send("GET /api/v1/apps/" + app + "/staging-usage HTTP/1.1\r\nHost: localhost\r\n"
                            + authorization + "\r\n")
                    .read();
        }
    }

    private static Tenant tenant(String tier, String environment) {
        Tenant tenant = DOOR.tenants().store(Tenant.fresh("quota"), tier, environment);
        awaitStatus(tenant, 200, Dialect.SDK);
        return tenant;
    }

    private static Reply awaitStatus(Tenant tenant, int status, Dialect dialect) {
        return Await.until(
                "a " + status, LIMIT, () -> DOOR.send(call(tenant, dialect, 1)), reply -> reply.status() == status);
    }

    /**
     * Waits until what is counted now was read, and said where it passes a limit: the quota of a fresh organisation, which it uses
     * up, shows that it was read, and another reading that what came of that one is told.
     */
    private static void awaitReading() {
        Tenant mark = tenant("hundred", "production");
        received(mark, "2026-10-15", 100);
        awaitStatus(mark, 429, Dialect.SDK);
        CLOCK.advance(Duration.ofMillis(1));
        Await.untilEqual("the age of another reading", 0.0, () -> DOOR.metric("ingest_usage_age_seconds"));
    }

    private static void received(Tenant tenant, String day, long events) {
        received(tenant, day, events, day + " 03:00+00");
    }

    private static void received(Tenant tenant, String day, long events, String hour) {
        DOOR.tenants()
                .run(
                        "INSERT INTO event_counts (hour, events, received_on, org_id, app_id, event_type)"
                                + " VALUES (CAST(? AS timestamptz), ?, CAST(? AS date), ?, ?, 'test')",
                        hour,
                        events,
                        day,
                        tenant.orgId(),
                        tenant.appId());
    }

    private static Call call(Tenant tenant, Dialect dialect, int events) {
        return DOOR.running().call(tenant, dialect, TestEvent.batch(DOOR.events(events)));
    }
}
