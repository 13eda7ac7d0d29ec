package dev.clacks.ingest.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as nobody should speak it: it never gives a 500, and the next request is served. */
final class HttpIT {

    @RegisterExtension
    static final Door DOOR = new Door();

    @AfterEach
    void everythingIsGivenBackAndOthersAreServed() throws IOException {
        Checks.answer(DOOR.send(DOOR.fresh(1)), 200);
        Await.untilEqual("bytes held", 0.0, () -> DOOR.metric("ingest_inflight_bytes"));
        Await.untilEqual("requests held", 0.0, () -> DOOR.metric("ingest_inflight_requests"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "post"})
    void onlyPostIsAllowedOnABatchRoute(String method) throws IOException {
        for (String path : List.of("/v1/ingest/a/b", "/events/batch")) {
            Reply reply = Checks.nested(raw(method + " " + path + " HTTP/1.1"), 405, "method_not_allowed");
            assertThat(reply.header("allow")).isEqualTo("POST");
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/ingest/a/b,405", "/events/batch,405", "/nowhere,404", "/health,200", "/metrics,200"})
    void headIsAnsweredAsGetWithoutABody(String path, int status) throws IOException {
        try (Wire wire = DOOR.wire()) {
            Reply reply = wire.send("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readHead();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.header("x-clacks-overhead")).isEqualTo("GNU Terry Pratchett");
            wire.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS * HTTP/1.1", "CONNECT localhost:80 HTTP/1.1", "TRACE / HTTP/1.1"})
    void whatAddressesNoPathOfOursIsNotServed(String line) throws IOException {
        assertThat(raw(line).status()).isBetween(400, 499);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "GET /health",
                "GET /health HTTP/9.9",
                "GET /health FTP/1.0",
                "POST /v1/ingest/a/b",
                "\u0001\u0002\u0003",
                "GET /%zz HTTP/1.1",
                "GET /v1/ingest/a%2Fb/c HTTP/1.1",
                "GET /v1/ingest/..%2f..%2fhealth HTTP/1.1",
                "GET /%u0041 HTTP/1.1",
                "GET //evil//..//health HTTP/1.1"
            })
    void whatIsNoHttpIsAClientsErrorInJson(String line) throws IOException {
        Reply reply = raw(line);
        assertThat(reply.status()).as(reply.toString()).isIn(400, 505);
        Checks.nested(reply, reply.status(), "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: -1",
                "Content-Length: 99999999999999999999",
                "Content-Length: 0x10",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Transfer-Encoding: identity, chunked, chunked",
                "Bad Header: x",
                "NoColon",
                "X-\u0000: y",
                "Expect: the-impossible"
            })
    void aHeadThatCannotBeTrustedIsAClientsError(String headers) throws IOException {
        try (Wire wire = DOOR.wire()) {
            wire.send("POST /events/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + headers
                    + "\r\n\r\nhello");
            Reply reply = wire.read();
            assertThat(reply.status()).as(reply.toString()).isIn(400, 417);
            Checks.nested(reply, reply.status(), "invalid_request");
        }
    }

    @Test
    void aMissingHostIsAClientsError() throws IOException {
        try (Wire wire = DOOR.wire()) {
            Checks.nested(wire.send("GET /health HTTP/1.1\r\n\r\n").read(), 400, "invalid_request");
        }
    }

    @Test
    void aHeadTooLargeIsRefusedInJson() throws IOException {
        try (Wire wire = DOOR.wire()) {
            wire.send("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n");
            Checks.nested(wire.read(), 431, "invalid_request");
        }
        try (Wire wire = DOOR.wire()) {
            wire.send("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Checks.nested(wire.read(), 414, "invalid_request");
        }
    }

    @Test
    void aBodyCutShortIsA400AndNothingOfItIsKept() throws IOException {
        TestEvent event = DOOR.event();
        Call call = DOOR.call(Dialect.DOCUMENTED, TestEvent.batch(List.of(event)));
        try (Wire wire = DOOR.wire()) {
            byte[] all = call.bytes();
            wire.send(all, 0, all.length - 10).endOutput();
            Checks.nested(wire.read(), 400, "invalid_json");
            assertThat(wire.ended()).isTrue();
        }
        assertThat(DOOR.accepted().withKey(event.eventId())).isEmpty();
    }

    @Test
    void aConnectionThatBreaksInItsBodyHarmsNobody() throws IOException {
        byte[] all = DOOR.fresh(100).bytes();
        for (int i = 0; i < 20; i++) {
            try (Wire wire = DOOR.wire()) {
                wire.send(all, 0, all.length / 2 + i);
            }
        }
    }

    @Test
    void aLengthShorterThanTheBodyMakesTwoBadRequests() throws IOException {
        Call call = DOOR.fresh(Dialect.DOCUMENTED, 1).header("Content-Length", "20");
        try (Wire wire = DOOR.wire()) {
            wire.send(call.bytes());
            Checks.nested(wire.read(), 401, "unauthorized");
            assertThat(wire.read().status()).isBetween(400, 499);
        }
    }

    @Test
    void brokenChunksAreAClientsError() throws IOException {
        for (String chunks : List.of("zz\r\nhello\r\n0\r\n\r\n", "5\r\nhelloX\r\n0\r\n\r\n", "-1\r\n\r\n")) {
            Call call = DOOR.fresh(Dialect.DOCUMENTED, 1)
                    .header("Transfer-Encoding", "chunked")
                    .sending(chunks.getBytes(ISO_8859_1));
            assertThat(DOOR.send(call).status()).as(chunks).isBetween(400, 499);
        }
    }

    @Test
    void whoAsksFirstIsToldToContinue() throws IOException {
        Call call = DOOR.fresh(3).header("Expect", "100-continue");
        try (Wire wire = DOOR.wire()) {
            wire.send(call.head());
            assertThat(wire.read().status()).isEqualTo(100);
            Checks.answer(wire.send(call.sent()).read(), 200);
        }
    }

    @Test
    void whoAsksFirstIsRefusedBeforeTheBody() throws IOException {
        Call call = DOOR.fresh(Dialect.DOCUMENTED, 3)
                .header("Expect", "100-continue")
                .timestamp("x");
        try (Wire wire = DOOR.wire()) {
            Checks.nested(wire.send(call.head()).read(), 400, "invalid_timestamp_header");
        }
    }

    @Test
    void http10IsServedAndItsConnectionClosed() throws IOException {
        String request = new String(DOOR.fresh(2).bytes(), ISO_8859_1).replaceFirst("HTTP/1.1", "HTTP/1.0");
        try (Wire wire = DOOR.wire()) {
            Checks.answer(wire.send(request).read(), 200);
            assertThat(wire.ended()).isTrue();
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        try (Wire wire = DOOR.wire()) {
            for (int events = 1; events <= 5; events++) {
                wire.send(DOOR.fresh(events).bytes());
            }
            for (int events = 1; events <= 5; events++) {
                assertThat(Checks.answer(wire.read(), 200)
                                .json()
                                .get("accepted")
                                .asInt())
                        .isEqualTo(events);
            }
        }
    }

    @Test
    void aRefusedBodyIsReadSoThatItsSenderHearsWhyAndTheConnectionLives() {
        byte[] refused = DOOR.fresh(Dialect.DOCUMENTED, 1000).timestamp("x").bytes();
        // not at the first attempt where this test is held up for longer than the door reads on
        Await.untilEqual("an answer on the connection that lives", 200, () -> {
            try (Wire wire = DOOR.wire()) {
                Checks.nested(wire.send(refused).read(), 400, "invalid_timestamp_header");
                return wire.send(DOOR.fresh(1).bytes()).read().status();
            }
        });
    }

    @Test
    void bombsAreRefusedWhileOthersAreServed() throws IOException {
        byte[] bomb = Call.gzip(new byte[64 << 20]);
        List<Wire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                wires.add(DOOR.wire()
                        .send(DOOR.fresh(Dialect.DOCUMENTED, 1)
                                .sending(bomb)
                                .header("Content-Encoding", "gzip")
                                .bytes()));
            }
            Checks.answer(DOOR.send(DOOR.fresh(10)), 200);
            for (Wire wire : wires) {
                assertThat(wire.read().code()).isIn("payload_too_large", "overloaded");
            }
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    @Test
    void aByteAtATimeIsABodyToo() throws IOException {
        Call call = DOOR.fresh(1);
        try (Wire wire = DOOR.wire()) {
            byte[] all = call.bytes();
            for (int i = 0; i < all.length; i++) {
                wire.send(Arrays.copyOfRange(all, i, i + 1));
            }
            Checks.answer(wire.read(), 200);
        }
    }

    private static Reply raw(String line) throws IOException {
        try (Wire wire = DOOR.wire()) {
            wire.send(line + "\r\nHost: localhost\r\n\r\n");
            return wire.read();
        }
    }
}
