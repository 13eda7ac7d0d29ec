package dev.clacks.ingest.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.RunningDoor;
import dev.clacks.ingest.running.SelfSigned;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Slow clients, and stores that are full, with limits so small that a test reaches them. */
final class LimitsIT {

    @RegisterExtension
    static final Door DOOR = new Door(InstantSource.system(), """
            limits: {body: 64KiB, events: 5, bodyTimeout: 3s, headerTimeout: 3s}
            events: {userIdPattern: "client_[0-9a-f]{64}", acceptedPast: 1h, acceptedFuture: 1m}
            """);

    @Test
    void aBodyThatDoesNotArriveInTimeIsA408AndTheConnectionEnds() throws IOException {
        TestEvent event = DOOR.event();
        byte[] all =
                DOOR.call(Dialect.DOCUMENTED, TestEvent.batch(List.of(event))).bytes();
        try (Wire wire = DOOR.wire()) {
            wire.send(all, 0, all.length - 1);
            Reply reply = Checks.nested(wire.read(), 408, "request_timeout");
            assertThat(reply.header("connection")).isEqualTo("close");
            assertThat(wire.ended()).isTrue();
        }
        assertThat(DOOR.accepted().withKey(event.eventId())).isEmpty();
        givenBack();
    }

    @Test
    void aBodyOfWhichNothingArrivesIsA408InTheCratesShapeToo() throws IOException {
        try (Wire wire = DOOR.wire()) {
            Checks.flat(wire.send(DOOR.fresh(1).head()).read(), 408, "request_timeout");
            assertThat(wire.ended()).isTrue();
        }
        givenBack();
    }

    @Test
    void whoWasToldToContinueAndSendsNothingIsA408() throws IOException {
        Call call = DOOR.fresh(1).header("Expect", "100-continue");
        try (Wire wire = DOOR.wire()) {
            wire.send(call.head());
            assertThat(wire.read().status()).isEqualTo(100);
            Checks.flat(wire.read(), 408, "request_timeout");
        }
        givenBack();
    }

    @Test
    void headersThatDoNotArriveInTimeEndTheConnectionAndAnIdleOneIsLeftAlone() throws IOException {
        try (Wire idle = DOOR.wire();
                Wire used = DOOR.wire();
                Wire slow = DOOR.wire()) {
            Checks.answer(used.send(DOOR.fresh(1).bytes()).read(), 200);
            assertThat(slow.send("POST /events/batch HTTP/1.1\r\nHost: loc").ended())
                    .isTrue();
            Checks.answer(idle.send(DOOR.fresh(1).bytes()).read(), 200);
            Checks.answer(used.send(DOOR.fresh(1).bytes()).read(), 200);
        }
    }

    @Test
    void whoSendsOnAndOnWithoutARequestIsCutOff() throws IOException {
        try (Wire slow = DOOR.wire()) {
            Await.untilTrue("the end of a connection of empty lines", () -> isCutOff(slow, "\r\n"));
        }
    }

    @Test
    void aHandshakeThatDoesNotEndInTimeEndsTheConnectionAndAnIdleOneIsLeftAlone(@TempDir Path folder) throws Exception {
        Path store = SelfSigned.store(folder);
        try (RunningDoor tls = DOOR.another(yaml -> yaml.replace(
                                "  port: 0\n",
                                "  applicationConnectors: [{type: https, bindHost: 127.0.0.1, port: 0, keyStorePath: '"
                                        + store + "', keyStorePassword: " + SelfSigned.PASSWORD + "}]\n")
                        + "limits: {headerTimeout: 1s}\n");
                SSLSocket idle = SelfSigned.connect(store, tls.port());
                Wire slow = Wire.to(tls.port())) {
            // a record of a handshake, as long as one may be
            slow.send(new byte[] {22, 3, 1, 63, -1});
            Await.untilTrue("the end of a trickled handshake", () -> isCutOff(slow, "\0"));
            idle.getOutputStream().write("GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            assertThat(new String(idle.getInputStream().readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 200");
        }
    }

    /** Sends a little more; whether the door has ended the connection. */
    private static boolean isCutOff(Wire wire, String more) {
        try {
            wire.send(more);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void theConfiguredSizesHold() throws IOException {
        byte[] large = new byte[64 * 1024 + 1];
        Checks.flat(DOOR.send(DOOR.call(Dialect.SDK, large)), 413, "payload_too_large");
        Checks.flat(DOOR.send(DOOR.call(Dialect.SDK, large).chunked()), 413, "payload_too_large");
        Checks.flat(DOOR.send(DOOR.call(Dialect.SDK, large).gzipped()), 413, "payload_too_large");
        Checks.flat(DOOR.send(DOOR.fresh(6)), 413, "batch_too_large");
        Checks.answer(DOOR.send(DOOR.fresh(5)), 200);
    }

    @Test
    void theConfiguredRulesForEventsHold() throws IOException {
        TestEvent event = DOOR.event();
        List<TestEvent> events = List.of(
                event,
                DOOR.event().withUser("somebody"),
                DOOR.event().withTimestamp(event.timestamp().minusSeconds(3700)),
                DOOR.event().withTimestamp(event.timestamp().plusSeconds(120)));
        Reply reply = Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, TestEvent.batch(events))), 207);
        assertThat(reply.eventCodes())
                .containsExactly("invalid_schema", "timestamp_out_of_range", "timestamp_out_of_range");
    }

    @Test
    void aFullStoreOfNoncesIsA503AndWhoSendsNoNonceIsServed() throws IOException {
        byte[] body = "{}".getBytes(UTF_8);
        Reply last;
        int sent = 0;
        try (RunningDoor forgetful = DOOR.another(yaml -> yaml + "limits: {nonces: 1000}\n");
                Wire wire = Wire.to(forgetful.port())) {
            do {
                wire.send(DOOR.call(Dialect.SDK, body).header("DNT", "1").bytes());
                last = wire.read();
            } while (last.status() == 204 && ++sent < 2_000);
            Checks.flat(last, 503, "auth_unavailable");
            Checks.answer(forgetful.send(DOOR.fresh(Dialect.DOCUMENTED, 1)), 200);
        }
    }

    @Test
    void aConnectionThatIsSilentTooLongWithinItsBodyIsA408Too() throws IOException {
        // nothing but the connection's limit ends the wait for the body
        try (RunningDoor impatient =
                DOOR.another(yaml -> Door.idleTimeout("500ms").apply(yaml) + "limits: {bodyTimeout: 5m}\n")) {
            // not at the first attempt where this test is silent for longer than that before it has said anything
            Await.untilTrue("a 408 for silence within a body", () -> hearsOfItsSilence(impatient.port()));
        }
    }

    private static boolean hearsOfItsSilence(int port) throws IOException {
        byte[] all = DOOR.fresh(1).bytes();
        try (Wire wire = Wire.to(port)) {
            wire.send(all, 0, all.length - 1);
            Checks.flat(wire.read(), 408, "request_timeout");
            return wire.ended();
        }
    }

    /** It got its 100 and is in the middle of sending: what it sends on is read, or a reset would take the answer away. */
    @Test
    void whoWasToldToContinueAndSendsTooMuchIsHeardOutAndItsConnectionLives() {
        // not at the first attempt where this test is held up for longer than a body may take or the door reads on
        Await.untilTrue("a connection that outlives its refusal", LimitsIT::outlivesTooLargeABody);
        givenBack();
    }

    private static boolean outlivesTooLargeABody() throws IOException {
        Call call = DOOR.call(Dialect.SDK, new byte[256 * 1024])
                .header("Expect", "100-continue")
                .chunked();
        byte[] chunks = call.sent();
        int half = chunks.length / 2;
        try (Wire wire = DOOR.wire()) {
            wire.send(call.head());
            assertThat(wire.read().status()).isEqualTo(100);
            Reply refused = wire.send(chunks, 0, half).read();
            if (refused.status() == 408) {
                return false;
            }
            Checks.flat(refused, 413, "payload_too_large");
            wire.send(chunks, half, chunks.length);
            return wire.send(DOOR.fresh(1).bytes()).read().status() == 200;
        }
    }

    private static void givenBack() {
        Await.untilEqual("bytes held", 0.0, () -> DOOR.metric("ingest_inflight_bytes"));
        Await.untilEqual("requests held", 0.0, () -> DOOR.metric("ingest_inflight_requests"));
    }
}
