package dev.clacks.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.RunningDoor;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The signature doctor of a running door: who may ask, what it looks up, and that it leaves no trace. */
final class DoctorIT {

    private static final String ADMIN = "an-admin-token-of-a-test";

    @RegisterExtension
    static final Door DOOR = new Door(
            InstantSource.system(),
            "admin: {token: \"" + ADMIN + "\"}\nlimits: {body: 1MiB, inflightBytes: 8MiB}\n"
                    + "doctor: {requestsPerMinute: 600, addressRequestsPerMinute: 100000}\n");

    @Test
    void aGoodRequestLeavesNoTraceAndCanStillBeSent() throws IOException {
        TestEvent event = DOOR.event();
        Call call = DOOR.call(Dialect.DOCUMENTED, TestEvent.batch(List.of(event)))
                .header("X-Nonce", UUID.randomUUID().toString());
        JsonNode found = examine(toDoctor(call, DOOR.tenant()));
        assertThat(found.get("ok").asBoolean()).as(found.toPrettyString()).isTrue();
        assertThat(found.at("/ingest/status").asInt()).isEqualTo(200);
        assertThat(found.at("/facts/nonce_seen").asBoolean(true)).isFalse();
        assertThat(DOOR.accepted().withKey(event.eventId())).isEmpty();
        call.path("/v1/ingest/" + DOOR.tenant().orgId() + "/" + DOOR.tenant().appId());
        Checks.answer(DOOR.send(call), 200);
        found = examine(toDoctor(call, DOOR.tenant()));
        assertThat(found.at("/facts/nonce_seen").asBoolean()).isTrue();
        assertThat(found.at("/ingest/code").asText()).isEqualTo("nonce_replayed");
        assertThat(DOOR.accepted().withKey(event.eventId())).hasSize(1);
    }

    @Test
    void whoProvesNothingHearsWhatEverybodyHears() throws IOException {
        String usual =
                DOOR.send(DOOR.fresh(Dialect.DOCUMENTED, 1).secret("wrong")).text();
        for (Call call : List.of(
                fresh().without("Authorization"),
                fresh().header("Authorization", "Bearer unknown"),
                fresh().header("X-Admin-Token", "not the admin token").without("Authorization"))) {
            assertThat(Checks.nested(DOOR.send(call), 401, "unauthorized").text())
                    .isEqualTo(usual);
        }
        String reader = "reader " + UUID.randomUUID();
        DOOR.tenants().addToken(DOOR.tenant(), reader, "read");
        Call call = fresh().header("Authorization", "Bearer " + reader);
        Await.untilEqual("the reader's answer", 403, () -> DOOR.send(call).status());
        Checks.nested(DOOR.send(call), 403, "insufficient_scope");
    }

    @Test
    void theTokenOfAnotherApplicationLearnsNothingOfThisOne() throws IOException {
        Call call = fresh().header("Authorization", "Bearer " + DOOR.other().token());
        JsonNode found = examine(call);
        assertThat(found.toString())
                .contains("The path does not name the token's application")
                .doesNotContain(DOOR.tenant().appId());
        assertThat(found.at("/ingest/status").asInt()).isEqualTo(401);
    }

    @Test
    void aRevokedSecretAndARevokedTokenAreRecognisedAndNeverShown() throws IOException {
        Tenant tenant = DOOR.tenants().store(Tenant.fresh("three"));
        String old = "old " + UUID.randomUUID();
        String dead = "dead " + UUID.randomUUID();
        DOOR.tenants().addSecret(tenant, old);
        DOOR.tenants().addToken(tenant, dead, "ingest");
        DOOR.tenants().run("UPDATE app_secrets SET revoked_at = now() WHERE app_id = ?", tenant.appId());
        DOOR.tenants()
                .run(
                        "UPDATE api_tokens SET revoked_at = now()"
                                + " WHERE token_id = (SELECT max(token_id) FROM api_tokens WHERE app_id = ?)",
                        tenant.appId());
        Call call = toDoctor(
                DOOR.running()
                        .call(tenant, Dialect.DOCUMENTED, TestEvent.batch(DOOR.events(1)))
                        .secret(old),
                tenant);
        Await.untilEqual(
                "the explanation",
                "previous",
                () -> DOOR.send(call).json().at("/would_have_matched/secret").asText());
        Reply reply = DOOR.send(call);
        assertThat(reply.json().at("/facts/secrets_revoked").asInt()).isEqualTo(1);
        assertThat(reply.text()).doesNotContain(old, tenant.secret(), tenant.token());
        call.header("Authorization", "Bearer " + dead).header("X-Admin-Token", ADMIN);
        Await.untilTrue("the token's state", () -> DOOR.send(call).text().contains("The token is revoked since"));
        assertThat(DOOR.send(call).text()).doesNotContain(dead, ADMIN);
    }

    @Test
    void theAdministratorMayNameAnyApplication() throws IOException {
        for (Tenant tenant : List.of(DOOR.tenant(), DOOR.other())) {
            Call call = DOOR.running()
                    .call(tenant, Dialect.DOCUMENTED, TestEvent.batch(DOOR.events(1)))
                    .header("Authorization", "Bearer " + ADMIN);
            JsonNode found = examine(toDoctor(call, tenant));
            assertThat(found.get("ok").asBoolean()).as(found.toPrettyString()).isTrue();
        }
    }

    @Test
    void bodiesHaveTheDoorsLimitAndGzipIsInflated() throws IOException {
        JsonNode found = examine(fresh().gzipped());
        assertThat(found.get("ok").asBoolean()).as(found.toPrettyString()).isTrue();
        assertThat(found.at("/facts/body_bytes").asInt())
                .isGreaterThan(found.at("/facts/received_bytes").asInt());
        Call large = fresh().sending(new byte[(1 << 20) + 1]).chunked();
        Checks.nested(DOOR.send(large), 413, "payload_too_large");
    }

    @Test
    void anApplicationThatAsksTooOftenIsToldWhenToComeAgain() throws IOException {
        try (RunningDoor busy = DOOR.another(yaml -> yaml + "doctor: {requestsPerMinute: 2}\n")) {
            Call call = toDoctor(busy.call(DOOR.tenant(), Dialect.DOCUMENTED, "{}".getBytes(UTF_8)), DOOR.tenant());
            Reply reply = Checks.answer(busy.send(call), 200);
            // a third one passes only where half a minute went by, which gives one back
            for (int i = 0; i < 20 && reply.status() == 200; i++) {
                reply = busy.send(call);
            }
            Checks.nested(reply, 429, "rate_limit_exceeded");
            assertThat(reply.header("x-ratelimit-limit")).isEqualTo("2");
        }
    }

    private static Call fresh() {
        return toDoctor(DOOR.fresh(Dialect.DOCUMENTED, 1), DOOR.tenant());
    }

    private static Call toDoctor(Call call, Tenant tenant) {
        return call.path("/v1/doctor/" + tenant.orgUuid() + "/" + tenant.appId());
    }

    private static JsonNode examine(Call call) throws IOException {
        return Checks.answer(DOOR.send(call), 200).json();
    }
}
