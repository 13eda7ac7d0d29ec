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
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CallersIT {

    @RegisterExtension
    static final Door DOOR = new Door();

    /** A call that nobody may believe, with an event that must appear nowhere. */
    record Stranger(String name, Call call) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Stranger> strangers() {
        Tenant one = DOOR.tenant();
        Tenant two = DOOR.other();
        return Stream.of(
                new Stranger("wrong secret", DOOR.fresh(Dialect.DOCUMENTED, 1).secret("wrong")),
                new Stranger(
                        "another's secret", DOOR.fresh(Dialect.DOCUMENTED, 1).secret(two.secret())),
                new Stranger("unknown application", nested().path("/v1/ingest/" + one.orgId() + "/app_unknown")),
                new Stranger("unknown organisation", nested().path("/v1/ingest/org_unknown/" + one.appId())),
                new Stranger("another organisation", nested().path("/v1/ingest/" + two.orgId() + "/" + one.appId())),
                new Stranger("unknown token", nested().header("Authorization", "Bearer unknown")),
                new Stranger("token's digest", nested().header("Authorization", "Bearer " + "0".repeat(64))),
                new Stranger("no bearer", nested().header("Authorization", "Basic dXNlcjpwYXNz")),
                new Stranger("two authorizations", nested().add("Authorization", "Bearer " + one.token())),
                new Stranger(
                        "no token at /events/batch",
                        DOOR.fresh(Dialect.BATCH, 1).without("Authorization")),
                new Stranger("no signature", nested().header("X-Signature", Call.ABSENT)),
                new Stranger("short signature", nested().header("X-Signature", "abc")),
                new Stranger("zero signature", nested().header("X-Signature", "0".repeat(64))),
                new Stranger(
                        "nonce not signed",
                        nested().header("X-Signature", signedWithoutNonce()).header("X-Nonce", "12345678")),
                new Stranger("other body than signed", nested().sending("{\"events\":[{}]}".getBytes(UTF_8))));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void whoIsNotBelievedHearsTheSameWhateverTheReason(Stranger stranger) throws IOException {
        Reply reply = Checks.nested(DOOR.send(stranger.call()), 401, "unauthorized");
        Reply usual = DOOR.send(DOOR.fresh(Dialect.DOCUMENTED, 1).secret("wrong"));
        assertThat(reply.text()).isEqualTo(usual.text());
        assertThat(reply.header("www-authenticate")).isEqualTo("Bearer realm=\"clacks\"");
        Set<String> names = new HashSet<>(reply.headers().keySet());
        assertThat(names).isEqualTo(usual.headers().keySet());
    }

    @ParameterizedTest
    @EnumSource
    void anEventOfAWrongCallerIsInNoTopicAndNoLog(Dialect dialect) throws IOException {
        try (LogCapture log = LogCapture.open()) {
            TestEvent event = DOOR.event();
            Call call = DOOR.call(dialect, TestEvent.batch(List.of(event))).secret("not the secret");
            assertThat(DOOR.send(call).status()).isEqualTo(401);
            Checks.answer(DOOR.send(DOOR.fresh(dialect, 1)), 200);
            String id = event.eventId().toString();
            assertThat(DOOR.accepted().holding(id)).isEmpty();
            assertThat(DOOR.failed().holding(id)).isEmpty();
            assertThat(log.text())
                    .doesNotContain(id, "not the secret", DOOR.tenant().secret());
        }
    }

    @Test
    void aTokenOfAnotherApplicationIsAMismatch() throws IOException {
        Checks.nested(
                DOOR.send(nested().header(
                                "Authorization", "Bearer " + DOOR.other().token())),
                403,
                "token_mismatch");
    }

    @Test
    void atEventsBatchAnothersTokenNamesAnotherApplicationSoTheSignatureFails() throws IOException {
        Call call = DOOR.fresh(Dialect.BATCH, 1)
                .header("Authorization", "Bearer " + DOOR.other().token());
        Checks.nested(DOOR.send(call), 401, "unauthorized");
    }

    @Test
    void aTokenWithoutTheScopeIngestMayNotSend() throws IOException {
        for (String scope : List.of("read", "read_org")) {
            String token = scope + UUID.randomUUID();
            DOOR.tenants().addToken(DOOR.tenant(), token, scope);
            Call call = DOOR.fresh(Dialect.BATCH, 1).header("Authorization", "Bearer " + token);
            Await.untilEqual(
                    "the new token's answer", 403, () -> DOOR.send(call).status());
            Checks.nested(DOOR.send(call), 403, "insufficient_scope");
        }
    }

    @Test
    void twoSecretsSignAtOnce() throws IOException {
        String second = "second " + UUID.randomUUID();
        DOOR.tenants().addSecret(DOOR.other(), second);
        Await.untilEqual(
                "the new secret's answer",
                200,
                () -> DOOR.send(call(DOOR.other()).secret(second)).status());
        Checks.answer(DOOR.send(call(DOOR.other())), 200);
    }

    private static Call call(Tenant tenant) {
        return DOOR.running().call(tenant, Dialect.DOCUMENTED, TestEvent.batch(DOOR.events(1)));
    }

    private static Call nested() {
        return DOOR.fresh(Dialect.DOCUMENTED, 1);
    }

    /** A signature of the form without a nonce over some body: with X-Nonce sent the server takes the other form. */
    private static String signedWithoutNonce() {
        return Call.sign(DOOR.tenant().secret(), "1", null, new byte[0]);
    }
}
