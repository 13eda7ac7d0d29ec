package dev.clacks.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Recordings;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.ingest.running.Tenants;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.time.Await;
import dev.clacks.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the SDKs really sent, byte by byte, at the time at which they sent it. */
final class SdkRequestsIT {

    private static final ManualClock CLOCK = ManualClock.at("2026-11-24T03:00:00Z");

    @RegisterExtension
    static final Door DOOR =
            new Door(CLOCK, "credentials: {pollInterval: 100ms}\nclients: {refusedPerMinute: 1000000}\n");

    /** The one application of the recordings was signed for with two secrets: both are live. */
    @BeforeAll
    static void storeTheirTenants() {
        Tenants tenants = DOOR.tenants();
        Tenant uuids = tenants.store(new Tenant(
                "org_recorded",
                UUID.fromString("550e8400-e29b-41d4-a716-446655440000"),
                "app_recorded",
                UUID.fromString("7c9e6679-7425-40de-944b-e07fc1f90ae7"),
                Recordings.requests().getFirst().secret(),
                "token-recorded"));
        tenants.addSecret(uuids, Recordings.requests().getLast().secret());
        tenants.store(new Tenant(
                "org_managed",
                UUID.randomUUID(),
                "app_e963188b",
                UUID.randomUUID(),
                Recordings.requests().get(4).secret(),
                "token-managed"));
        Call known =
                DOOR.running().call(uuids, Dialect.SDK, "{}".getBytes(UTF_8)).header("DNT", "1");
        Await.untilEqual(
                "the door to know them",
                204,
                () -> DOOR.send(known.header("X-Nonce", UUID.randomUUID().toString()))
                        .status());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRecordedRequestIsAcceptedAndItsEventsAreInKafkaAsTheyWere(Recordings.Request request) throws IOException {
        setClock(request.sentAt());
        Reply reply;
        try (Wire wire = DOOR.wire()) {
            reply = wire.send(request.bytes()).read();
        }
        Checks.answer(reply, 200);
        JsonNode events = new ObjectMapper().readTree(request.body()).get("events");
        assertThat(reply.json().get("accepted").asInt()).isEqualTo(events.size());
        for (JsonNode event : events) {
            var records = DOOR.accepted().withKey(event.get("event_id").asText());
            assertThat(records).isNotEmpty();
            String value = new String(records.getFirst().value(), UTF_8);
            assertThat(request.body()).contains(value);
            assertThat(new ObjectMapper().readTree(value)).isEqualTo(event);
        }
    }

    static Stream<Recordings.Request> requests() {
        return Recordings.requests().stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theSignatureOfAVectorIsBelieved(Recordings.Vector vector) throws IOException {
        setClock(Instant.ofEpochSecond(Long.parseLong(vector.timestamp())));
        Tenant tenant = DOOR.tenants().store(Tenant.fresh("vector").withSecret(vector.secret()));
        Call call = Call.of(tenant, Dialect.DOCUMENTED, vector.body(), CLOCK.instant())
                .header("X-Signature", vector.signature());
        if (vector.nonce() != null) {
            call.header("X-Nonce", vector.nonce());
        }
        Reply reply = Await.until("the vector's tenant", () -> DOOR.send(call), last -> last.status() != 401);
        assertThat(reply.code()).isIn("all_events_rejected", "empty_batch", "invalid_json");
    }

    static Stream<Recordings.Vector> vectors() {
        return Recordings.vectors().stream();
    }

    /** A leap of years makes the credentials too old until the next look confirms them. */
    private static void setClock(Instant instant) {
        CLOCK.set(instant);
        Await.untilEqual(
                "readiness", 200, () -> DOOR.running().getAdmin("/ready").status());
    }
}
