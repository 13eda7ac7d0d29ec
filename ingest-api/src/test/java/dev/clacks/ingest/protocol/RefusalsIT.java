package dev.clacks.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.testkit.events.TestEvent;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused as a whole, in both shapes: the crate's calls get the flat one, all others the nested. */
final class RefusalsIT {

    @RegisterExtension
    static final Door DOOR = new Door();

    private static final int LIMIT = 10 << 20;

    interface Spoil {
        void apply(Call call);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("spoilt")
    void isRefusedInTheCallersShape(int status, String code, String what, Spoil spoil) throws IOException {
        for (Dialect dialect : Dialect.values()) {
            Call call = DOOR.fresh(dialect, 1);
            spoil.apply(call);
            Reply reply = DOOR.send(call);
            if (dialect == Dialect.SDK) {
                Checks.flat(reply, status, code);
            } else {
                Checks.nested(reply, status, code);
            }
        }
    }

    static Stream<Arguments> spoilt() {
        return Stream.of(
                spoil(400, "invalid_timestamp_header", "missing", call -> call.timestamp(Call.ABSENT)),
                spoil(400, "invalid_timestamp_header", "not a number", call -> call.timestamp("now")),
                spoil(400, "invalid_timestamp_header", "signed", call -> call.timestamp("-1795489071")),
                spoil(400, "invalid_timestamp_header", "twice", call -> call.add("X-Timestamp", "1795489071")),
                spoil(400, "invalid_nonce", "short", call -> call.header("X-Nonce", "1234567")),
                spoil(400, "invalid_nonce", "long", call -> call.header("X-Nonce", "x".repeat(129))),
                spoil(400, "invalid_nonce", "empty", call -> call.header("X-Nonce", "")),
                spoil(400, "invalid_nonce", "other characters", call -> call.header("X-Nonce", "a:b:c:d:e")),
                spoil(
                        400,
                        "invalid_nonce",
                        "twice",
                        call -> call.header("X-Nonce", "12345678").add("X-Nonce", "12345678")),
                spoil(400, "invalid_encoding", "unknown coding", call -> call.header("Content-Encoding", "br")),
                spoil(400, "invalid_encoding", "plain as gzip", call -> call.header("Content-Encoding", "gzip")),
                spoil(400, "invalid_encoding", "cut gzip", call -> {
                    byte[] whole = call.gzipped().sent();
                    call.sending(Arrays.copyOf(whole, whole.length - 1));
                }),
                spoil(400, "invalid_encoding", "bytes behind the gzip", call -> {
                    byte[] whole = call.gzipped().sent();
                    call.sending(Arrays.copyOf(whole, whole.length + 1));
                }),
                spoil(400, "batch_size_mismatch", "too many", call -> call.header("X-Batch-Size", "2")),
                spoil(400, "batch_size_mismatch", "none", call -> call.header("X-Batch-Size", "0")),
                spoil(400, "batch_size_mismatch", "no number", call -> call.header("X-Batch-Size", "one")),
                spoil(415, "unsupported_media_type", "missing", call -> call.without("Content-Type")),
                spoil(415, "unsupported_media_type", "other", call -> call.header("Content-Type", "text/plain")),
                spoil(
                        415,
                        "unsupported_media_type",
                        "other charset",
                        call -> call.header("Content-Type", "application/json; charset=utf-16")),
                spoil(
                        413,
                        "payload_too_large",
                        "declared",
                        call -> call.sending(new byte[0])
                                .header("Content-Length", Integer.toString(LIMIT + 1))
                                .header("Expect", "100-continue")),
                spoil(
                        413,
                        "payload_too_large",
                        "in chunks",
                        call -> call.sending(new byte[LIMIT + 1]).chunked()),
                spoil(
                        413,
                        "payload_too_large",
                        "inflated",
                        call -> call.sending(Call.gzip(new byte[LIMIT + 1])).header("Content-Encoding", "gzip")),
                spoil(405, "method_not_allowed", "PUT", call -> call.method("PUT")));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("bodies")
    void theBodyIsRefusedInTheCallersShape(int status, String code, String body) throws IOException {
        for (Dialect dialect : Dialect.values()) {
            Reply reply = DOOR.send(DOOR.call(dialect, body.getBytes(UTF_8)));
            if (dialect == Dialect.SDK) {
                Checks.flat(reply, status, code);
            } else {
                Checks.nested(reply, status, code);
            }
        }
    }

    static Stream<Arguments> bodies() {
        return Stream.concat(
                Stream.of(
                        Arguments.of(400, "empty_batch", "{\"events\":[]}"),
                        Arguments.of(400, "empty_batch", " { \"events\" : [ ] , \"x\" : 1 } ")),
                Stream.of(
                                "",
                                " ",
                                "null",
                                "[]",
                                "{}",
                                "{\"events\":null}",
                                "{\"events\":{}}",
                                "{\"events\":[1]}",
                                "{\"events\":[null]}",
                                "{\"events\":[[]]}",
                                "{\"events\":[{}]} x",
                                "{\"events\":[{}]}{}",
                                "{\"events\":[{}],\"events\":[{}]}",
                                "{\"events\":[{},]}",
                                "{\"events\":[{}",
                                "{\"events\":[{\"a\":01}]}",
                                "{\"events\":[{\"a\":NaN}]}",
                                "{\"events\":[{\"a\":'x'}]}",
                                "{\"events\":[{\"a\":\"\t\"}]}",
                                "{events:[{}]}",
                                "\uFEFF{\"events\":[{}]}",
                                "// comment\n{\"events\":[{}]}")
                        .map(body -> Arguments.of(400, "invalid_json", body)));
    }

    @Test
    void malformedUtf8IsNoJsonAndNothingOfItIsKept() throws IOException {
        for (byte[] bad : List.of(
                new byte[] {(byte) 0xC0, (byte) 0x80},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xF5, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0xFF},
                new byte[] {(byte) 0xE2, (byte) 0x82})) {
            TestEvent good = DOOR.event();
            byte[] before = ("{\"events\":[" + good.json() + ",{\"a\":\"").getBytes(UTF_8);
            byte[] body = Arrays.copyOf(before, before.length + bad.length + 4);
            System.arraycopy(bad, 0, body, before.length, bad.length);
            System.arraycopy("\"}]}".getBytes(UTF_8), 0, body, before.length + bad.length, 4);
            Checks.flat(DOOR.send(DOOR.call(Dialect.SDK, body)), 400, "invalid_json");
            assertThat(DOOR.accepted().withKey(good.eventId())).isEmpty();
        }
    }

    @Test
    void aThousandAndOneEventsAreTooMany() throws IOException {
        List<TestEvent> events = DOOR.events(1001);
        Checks.flat(DOOR.send(DOOR.call(Dialect.SDK, TestEvent.batch(events))), 413, "batch_too_large");
        assertThat(DOOR.accepted().withKey(events.getFirst().eventId())).isEmpty();
    }

    @Test
    void allEventsRejectedIsA400WithTheErrorsToWhoIsNoSdk() throws IOException {
        byte[] body = "{\"events\":[{},{\"event_id\":\"550E8400-e29b-41d4-a716-446655440000\"}]}".getBytes(UTF_8);
        Reply reply = Checks.nested(DOOR.send(DOOR.call(Dialect.BATCH, body)), 400, "all_events_rejected");
        assertThat(reply.json().get("accepted").asInt()).isZero();
        assertThat(reply.json().get("rejected").asInt()).isEqualTo(2);
        assertThat(reply.json().get("errors").findValuesAsText("event_id"))
                .containsExactly("00000000-0000-0000-0000-000000000000", "550e8400-e29b-41d4-a716-446655440000");
    }

    @Test
    void allEventsRejectedIsA207ToAnSdkWithAllOfThemQuarantined() throws IOException {
        byte[] body = "{\"events\":[{},{}]}".getBytes(UTF_8);
        for (String sdk : List.of("telemetry-kit-rust/0.3.0", "telemetry-kit-node/2.0.0")) {
            Reply reply = Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, body).header("X-SDK-Version", sdk)), 207);
            assertThat(reply.json().get("status").asText()).isEqualTo("partial");
            assertThat(reply.json().get("accepted").asInt()).isEqualTo(2);
            assertThat(reply.json().get("rejected").asInt()).isZero();
            assertThat(reply.json().get("quarantined").asInt()).isEqualTo(2);
            assertThat(reply.json().get("errors")).hasSize(2);
        }
    }

    @Test
    void theRepositorysSdkGetsTheNestedShape() throws IOException {
        Call call = DOOR.fresh(1)
                .path("/v1/ingest/" + DOOR.tenant().appId() + "/my-app")
                .header("X-Batch-Size", "2");
        Checks.nested(DOOR.send(call), 400, "batch_size_mismatch");
    }

    @Test
    void aNewerCrateGetsTheNestedShape() throws IOException {
        Call call = DOOR.fresh(1)
                .header("X-SDK-Version", "telemetry-kit-rust/0.3.1")
                .header("X-Batch-Size", "2");
        Checks.nested(DOOR.send(call), 400, "batch_size_mismatch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/ingest",
                "/v1/ingest/a",
                "/v1/ingest/a/b/",
                "/v1/ingest/a/b/c",
                "/v1/ingest/a%20b/c",
                "/v1/ingest/a;x=y/b/c",
                "/events",
                "/events/batch/",
                "/healthz",
                "/v1/ingest/%C3%A4/b"
            })
    void whatIsNotServedIsA404(String path) throws IOException {
        Checks.nested(DOOR.send(DOOR.fresh(1).path(path)), 404, "not_found");
    }

    private static Arguments spoil(int status, String code, String what, Spoil spoil) {
        return Arguments.of(status, code, what, spoil);
    }
}
