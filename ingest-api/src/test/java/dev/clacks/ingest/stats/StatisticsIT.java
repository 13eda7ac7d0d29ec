package dev.clacks.ingest.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.RunningDoor;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.ingest.running.Tenants;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import dev.clacks.testkit.fault.FaultProxy;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of the running door, from counts put there as the writers and upkeep put them. */
final class StatisticsIT {

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final String READ = "read-" + UUID.randomUUID();
    private static final String READ_ORG = "read-org-" + UUID.randomUUID();

    private static final String UNKNOWN_TOKEN = "ingest_auth_failures_total{reason=\"unknown_token\"}";

    private static Tenant tenant;
    private static Tenant sister;
    private static Tenant stranger;
    private static Tenants tenants;
    private static FaultProxy proxy;
    private static RunningDoor door;

    @BeforeAll
    static void start() throws Exception {
        TestDatabase database = POSTGRES.database();
        tenants = new Tenants(database);
        tenant = tenants.store(Tenant.fresh("one"));
        stranger = tenants.store(Tenant.fresh("two"));
        Tenant other = Tenant.fresh("sister");
        sister = new Tenant(tenant.orgId(), tenant.orgUuid(), other.appId(), other.appUuid(), "s", other.token());
        tenants.run(
                "INSERT INTO applications (app_id, app_uuid, org_id, name) VALUES (?, ?, ?, 'Sister')",
                sister.appId(),
                sister.appUuid(),
                sister.orgId());
        tenants.addToken(tenant, READ, "read");
        tenants.addToken(tenant, READ_ORG, "read_org");
        counts();
        proxy = FaultProxy.to(database.port());
        var kafka = KafkaSettings.at(KAFKA.bootstrapServers()).withTopics(KAFKA.topics());
        tenants.run(
                "INSERT INTO topic_progress (topic, topic_id, partitions, seen_at, complete_through)"
                        + " VALUES (?, gen_random_uuid(), 1, now(), '2026-11-26 10:00:00.5Z')",
                KAFKA.topics().events());
        var proxied = new TestDatabase("127.0.0.1", proxy.port(), database.name());
        door = RunningDoor.start(
                Door.yaml(kafka, proxied.libpqUrl(database.login(DatabaseRole.API)))
                        + "statistics: {queryTimeout: 5s}\n",
                InstantSource.system());
        Await.untilTrue("the door to be ready", () -> door.getAdmin("/ready").status() == 200);
    }

    /** Differences, some folded and some negative, in two hours of one day and one of the next month. */
    private static void counts() {
        count(tenant, "start", "2026-10-31T22:00:00Z", 5);
        count(tenant, "start", "2026-10-31T22:00:00Z", 7);
        count(tenant, "start", "2026-10-31T22:00:00Z", -2);
        tenants.run("DO $$ BEGIN PERFORM fold_event_counts(); END $$");
        count(tenant, "start", "2026-10-31T22:00:00Z", 1);
        count(tenant, "stop", "2026-10-31T23:00:00Z", 4);
        count(tenant, "start", "2026-11-01T00:00:00Z", 100);
        count(tenant, "taken back", "2026-11-01T00:00:00Z", 3);
        count(tenant, "taken back", "2026-11-01T00:00:00Z", -3);
        count(sister, "start", "2026-10-31T23:00:00Z", 1_000);
        count(stranger, "start", "2026-10-31T23:00:00Z", 9_999);
        for (int type = 0; type < EventCountsSource.MOST_TYPES + 20; type++) {
            count(tenant, "type" + type, "2025-01-01T00:00:00Z", 1_000 - type);
        }
        count(tenant, "(other)", "2025-01-01T00:00:00Z", 5_000);
    }

    private static void count(Tenant of, String type, String hour, long events) {
        tenants.run(
                "INSERT INTO event_counts (org_id, app_id, event_type, hour, received_on, events)"
                        + " VALUES (?, ?, ?, ?, '2026-11-01', ?)",
                of.orgId(),
                of.appId(),
                type,
                Instant.parse(hour).atOffset(ZoneOffset.UTC),
                events);
    }

    @AfterAll
    static void stop() {
        door.close();
        proxy.close();
    }

    @Test
    void anApplicationsEventsByHourOfTheirTimestamps() throws IOException {
        JsonNode found = read(ofApp("?interval=hour&from=2026-10-31T21:00:00Z&to=2026-11-01T01:00:00Z"), READ);

        assertThat(found.get("org_id").asText()).isEqualTo(tenant.orgId());
        assertThat(found.get("app_id").asText()).isEqualTo(tenant.appId());
        assertThat(found.get("interval").asText()).isEqualTo("hour");
        assertThat(found.get("from").asText()).isEqualTo("2026-10-31T21:00:00Z");
        assertThat(found.get("to").asText()).isEqualTo("2026-11-01T01:00:00Z");
        assertThat(found.get("complete_through").asText()).isEqualTo("2026-11-26T10:00:00.500Z");
        assertThat(found.get("events").asLong()).isEqualTo(115);
        assertThat(events(found)).containsExactly(0L, 11L, 4L, 100L);
        assertThat(found.get("buckets").get(3).get("start").asText()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(found.has("types")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"day, 2026-10-31, 2026-11-02", "month, 2026-10-01, 2026-12-01"})
    void theSameByDayAndByMonthAndByType(String interval, String from, String to) throws IOException {
        JsonNode found =
                read(ofApp("?interval=" + interval + "&from=" + from + "&to=" + to + "&group_by=type"), READ_ORG);

        assertThat(events(found)).containsExactly(15L, 100L);
        assertThat(found.get("types").toString())
                .isEqualTo("[{\"type\":\"start\",\"events\":111,\"buckets\":[11,100]},"
                        + "{\"type\":\"stop\",\"events\":4,\"buckets\":[4,0]}]");
    }

    @Test
    void anOrganisationIsTheSumOfItsApplications() throws IOException {
        JsonNode found = read("/v1/stats/" + tenant.orgId() + "?from=2026-10-31&to=2026-11-02", READ_ORG);

        assertThat(events(found)).containsExactly(1_015L, 100L);
        assertThat(found.has("app_id")).isFalse();
    }

    @Test
    void bothNamesFindTheSame() throws IOException {
        String query = "?from=2026-10-31&to=2026-11-02";
        JsonNode byId = read(ofApp(query), READ);

        assertThat(read("/v1/stats/" + tenant.orgUuid() + "/" + tenant.appUuid() + query, READ))
                .isEqualTo(byId);
        assertThat(read(
                        "/v1/stats/" + tenant.orgUuid().toString().toUpperCase(java.util.Locale.ROOT) + query,
                        READ_ORG))
                .isEqualTo(read("/v1/stats/" + tenant.orgId() + query, READ_ORG));
    }

    @Test
    void theMostFrequentTypesAreNamedAndTheRestIsOne() throws IOException {
        JsonNode found = read(ofApp("?from=2025-01-01&to=2025-01-02&group_by=type"), READ);

        JsonNode types = found.get("types");
        assertThat(types).hasSize(EventCountsSource.MOST_TYPES + 1);
        assertThat(types.get(0).toString()).isEqualTo("{\"type\":\"type0\",\"events\":1000,\"buckets\":[1000]}");
        JsonNode other = types.get(EventCountsSource.MOST_TYPES);
        assertThat(other.get("type").asText()).isEqualTo("(other)");
        long named = 0;
        for (int type = 0; type < EventCountsSource.MOST_TYPES; type++) {
            named += types.get(type).get("events").asLong();
        }
        assertThat(named + other.get("events").asLong())
                .isEqualTo(found.get("events").asLong());
    }

    @Test
    void withoutParametersTheLastThirtyDaysAreShown() throws IOException {
        Reply reply = get(ofApp(""), READ);

        assertThat(Checks.answer(reply, 200).json().get("buckets")).hasSize(30);
        assertThat(reply.header("cache-control")).startsWith("private, max-age=");
        assertThat(reply.header("vary")).isEqualTo("Authorization");
    }

    @Test
    void whatIsKeptIsGivenAgain() throws IOException {
        String path = ofApp("?from=2024-05-01&to=2024-05-03");
        assertThat(events(read(path, READ))).containsExactly(0L, 0L);

        count(tenant, "start", "2024-05-01T00:00:00Z", 8);

        assertThat(events(read(path, READ))).as("for a minute").containsExactly(0L, 0L);
        assertThat(events(read(ofApp("?from=2024-05-01&to=2024-05-04"), READ))).containsExactly(8L, 0L, 0L);
    }

    @Test
    void whoMayNotReadIsTold() throws IOException {
        for (String path : List.of(ofApp(""), "/v1/stats/" + tenant.orgId())) {
            Checks.nested(get(path, tenant.token()), 403, "insufficient_scope");
            Checks.nested(get(path, stranger.token()), 403, "insufficient_scope");
        }
        Checks.nested(get("/v1/stats/" + tenant.orgId(), READ), 403, "insufficient_scope");
        Checks.nested(get("/v1/stats/" + sister.orgId() + "/" + sister.appId(), READ), 403, "token_mismatch");
        Checks.nested(get("/v1/stats/" + stranger.orgId() + "/" + stranger.appId(), READ), 403, "token_mismatch");
        Checks.nested(get("/v1/stats/" + stranger.orgId(), READ_ORG), 403, "token_mismatch");
        Checks.answer(get("/v1/stats/" + sister.orgId() + "/" + sister.appId(), READ_ORG), 200);
    }

    @Test
    void whoElseIsATenantIsNotTold() throws IOException {
        String usual = Checks.nested(get("/v1/stats/nowhere", READ_ORG), 403, "token_mismatch")
                .text();
        for (String path : List.of(
                stranger.orgId(),
                stranger.orgUuid().toString(),
                stranger.orgId() + "/" + stranger.appId(),
                stranger.orgId() + "/nothing",
                stranger.orgId() + "/" + tenant.appId(),
                tenant.orgId() + "/" + stranger.appId(),
                tenant.orgId() + "/nothing",
                "nowhere/nothing")) {
            Reply reply = Checks.nested(get("/v1/stats/" + path, READ_ORG), 403, "token_mismatch");
            assertThat(reply.text()).as(path).isEqualTo(usual);
        }
    }

    @Test
    void noTokenIsAnsweredAsAnUnknownOne() throws IOException {
        double before = door.metric(UNKNOWN_TOKEN);
        Reply unknown = Checks.nested(get(ofApp(""), "nobody's"), 401, "unauthorized");
        Reply none = Checks.nested(door.get(ofApp("")), 401, "unauthorized");
        assertThat(none.text()).isEqualTo(unknown.text());
        assertThat(none.header("www-authenticate")).isEqualTo(unknown.header("www-authenticate"));
        assertThat(door.metric(UNKNOWN_TOKEN) - before).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?interval=week", "?from=2026-11-02&from=2026-11-02", "?since=2026", "?from=%zz"})
    void whatCannotBeMeantIsRefused(String query) throws IOException {
        Checks.nested(get(ofApp(query), READ), 400, "invalid_request");
    }

    @Test
    void onlyReadingIsServedAndOnlyThesePaths() throws IOException {
        try (Wire wire = Wire.to(door.port())) {
            wire.send("POST " + ofApp("") + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            assertThat(Checks.nested(wire.read(), 405, "method_not_allowed").header("allow"))
                    .isEqualTo("GET, HEAD");
        }
        try (Wire wire = Wire.to(door.port())) {
            Reply head = wire.send("HEAD " + ofApp("") + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + READ
                            + "\r\n\r\n")
                    .readHead();
            assertThat(head.status()).isEqualTo(200);
        }
        for (String path : List.of("/v1/stats", "/v1/stats/", "/v1/stats/a/", "/v1/stats/a/b/c", "/v1/stats/a%20b")) {
            Checks.nested(get(path, READ), 404, "not_found");
        }
    }

    @Test
    void withoutPostgresqlOnlyWhatIsKeptIsAnsweredAndBatchesAreTaken() throws IOException {
        String kept = ofApp("?from=2023-05-01&to=2023-05-02");
        read(kept, READ);
        proxy.stall();
        try {
            Reply refused =
                    Checks.nested(get(ofApp("?from=2023-06-01&to=2023-06-02"), READ), 503, "database_unavailable");
            assertThat(refused.header("retry-after")).isEqualTo("5");
            read(kept, READ);
            var events = TestEvents.fresh(InstantSource.system());
            Checks.answer(
                    door.send(Call.of(tenant, Dialect.DOCUMENTED, TestEvent.batch(events.next(3)), Instant.now())),
                    200);
        } finally {
            proxy.resume();
        }
        Await.untilEqual(
                "statistics",
                200,
                () -> get(ofApp("?from=2023-07-01&to=2023-07-02"), READ).status());
    }

    private static String ofApp(String query) {
        return "/v1/stats/" + tenant.orgId() + "/" + tenant.appId() + query;
    }

    private static JsonNode read(String path, String token) throws IOException {
        return Checks.answer(get(path, token), 200).json();
    }

    private static Reply get(String path, String token) throws IOException {
        try (Wire wire = Wire.to(door.port())) {
            return wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                            + "\r\n\r\n")
                    .read();
        }
    }

    private static List<Long> events(JsonNode found) {
        return found.get("buckets")
                .valueStream()
                .map(bucket -> bucket.get("events").asLong())
                .toList();
    }
}
