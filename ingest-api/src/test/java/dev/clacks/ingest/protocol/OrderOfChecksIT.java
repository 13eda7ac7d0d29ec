package dev.clacks.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One request with every fault there is: mending the one that is told brings up the next, cheap ones before dear ones. */
final class OrderOfChecksIT {

    @RegisterExtension
    static final Door DOOR = new Door();

    private static final byte[] NO_EVENTS = "{\"events\":[]}".getBytes(UTF_8);
    private static final int LIMIT = 10 << 20;

    @Test
    void cheapChecksComeBeforeDearOnesAndNothingIsToldBeforeTheSignatureHolds() throws IOException {
        Tenant tenant = DOOR.tenants().store(Tenant.fresh("order"));
        String reader = "reader-" + UUID.randomUUID();
        DOOR.tenants().addToken(tenant, reader, "read");
        Await.untilEqual(
                "the new tenant",
                204,
                () -> DOOR.send(call(tenant).header("DNT", "1")).status());
        DOOR.tenants().run("UPDATE applications SET disabled_at = now() WHERE app_id = ?", tenant.appId());
        Await.untilEqual(
                "the disabled tenant",
                "app_disabled",
                () -> DOOR.send(call(tenant)).code());

        var codes = new ArrayList<String>();
        Call call = call(tenant)
                .path("/nowhere")
                .method("PUT")
                .header("Content-Type", "text/plain")
                .header("Content-Length", Integer.toString(LIMIT + 1))
                .header("Expect", "100-continue")
                .timestamp("x")
                .header("X-Nonce", "short")
                .header("Content-Encoding", "br")
                .header("X-Batch-Size", "many")
                .header("X-Signature", "none")
                .header("Authorization", "Basic x")
                .header("DNT", "1");
        codes.add(code(call));
        codes.add(code(call.path("/v1/ingest/" + tenant.orgId() + "/" + tenant.appId())));
        codes.add(code(call.method("POST")));
        codes.add(code(call.header("Content-Type", "application/json")));
        call.without("Content-Length")
                .without("Expect")
                .sending(new byte[LIMIT + 1])
                .chunked();
        codes.add(code(call));
        codes.add(code(call.timestamp(1)));
        codes.add(code(call.header("X-Nonce", "long-enough")));
        codes.add(code(call.without("Content-Encoding")));
        codes.add(code(call.header("X-Batch-Size", "9")));
        codes.add(code(call.header("Authorization", "Bearer " + DOOR.other().token())));
        codes.add(code(call.header("X-Signature", "0".repeat(64))));
        codes.add(code(call.timestamp(Instant.now().getEpochSecond())));
        codes.add(code(call.without("Transfer-Encoding").sending(NO_EVENTS)));
        codes.add(code(call.without("X-Signature")));
        codes.add(code(call.header("Authorization", "Bearer " + reader)));
        codes.add(code(call.header("Authorization", "Bearer " + tenant.token())));
        assertThat(codes)
                .containsExactly(
                        "not_found",
                        "method_not_allowed",
                        "unsupported_media_type",
                        "payload_too_large",
                        "invalid_timestamp_header",
                        "invalid_nonce",
                        "invalid_encoding",
                        "batch_size_mismatch",
                        "unauthorized",
                        "unauthorized",
                        "timestamp_out_of_window",
                        "payload_too_large",
                        "unauthorized",
                        "token_mismatch",
                        "insufficient_scope",
                        "app_disabled");

        DOOR.tenants().run("UPDATE applications SET disabled_at = NULL WHERE app_id = ?", tenant.appId());
        Await.untilEqual(
                "the enabled tenant",
                204,
                () -> DOOR.send(call(tenant).header("DNT", "1")).status());
        assertThat(DOOR.send(call).status()).isEqualTo(204);
        assertThat(code(call)).isEqualTo("nonce_replayed");
        call.header("X-Nonce", UUID.randomUUID().toString());
        assertThat(code(call.without("DNT"))).isEqualTo("empty_batch");
    }

    private static Call call(Tenant tenant) {
        return DOOR.running().call(tenant, Dialect.DOCUMENTED, NO_EVENTS);
    }

    /** Sent again where this test is held up for longer than the door reads on in a large body that it refused. */
    private static String code(Call call) {
        Reply reply = Await.until("an answer", () -> DOOR.send(call), _ -> true);
        return List.of(200, 204, 207).contains(reply.status()) ? Integer.toString(reply.status()) : reply.code();
    }
}
