package dev.clacks.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More than the door can hold. */
final class OverloadIT {

    private static final int REQUESTS = 6;
    private static final int BODY = 250_000;

    @RegisterExtension
    static final Door DOOR = new Door(
            InstantSource.system(),
            yaml -> Door.idleTimeout("5m").apply(yaml)
                    + "clients: {trustedProxies: [127.0.0.0/8, \"::1\"]}\n"
                    + "limits: {body: 256KiB, inflightBytes: 1MiB, inflightRequests: " + REQUESTS
                    + ", bodyTimeout: 5m}\n");

    private final List<Wire> wires = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
        Await.untilEqual("requests held", 0.0, () -> DOOR.metric("ingest_inflight_requests"));
        Await.untilEqual("bytes held", 0.0, () -> DOOR.metric("ingest_inflight_bytes"));
    }

    @Test
    void oneRequestTooManyIsA503AndThoseUnderWayAreServed() throws IOException {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            calls.add(DOOR.fresh(Dialect.DOCUMENTED, 1));
            begin(calls.getLast());
        }
        Await.untilEqual("requests under way", (double) REQUESTS, () -> DOOR.metric("ingest_inflight_requests"));
        Checks.nested(DOOR.send(DOOR.fresh(Dialect.DOCUMENTED, 1)), 503, "overloaded");
        Checks.flat(DOOR.send(DOOR.fresh(Dialect.SDK, 1)), 503, "overloaded");
        for (int i = 0; i < REQUESTS; i++) {
            end(wires.get(i), calls.get(i));
        }
        Checks.answer(DOOR.send(DOOR.fresh(1)), 200);
    }

    @Test
    void oneLargeBodyTooManyIsA503AndSmallOnesStillPass() throws IOException {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            calls.add(padded(i));
            begin(calls.getLast());
            double held = BODY * (i + 1.0);
            Await.untilEqual("bytes held", held, () -> DOOR.metric("ingest_inflight_bytes"));
        }
        Checks.nested(begin(padded(2)).read(), 503, "overloaded");
        Checks.answer(DOOR.send(DOOR.fresh(1)), 200);
        assertThat(DOOR.metric("ingest_limit_refusals_total{limit=\"inflight_bytes\"}"))
                .isPositive();
        for (int i = 0; i < 2; i++) {
            end(wires.get(i), calls.get(i));
        }
        Checks.answer(DOOR.send(padded(2)), 200);
    }

    /** Sends all but the last byte. */
    private Wire begin(Call call) throws IOException {
        byte[] all = call.bytes();
        Wire wire = DOOR.wire();
        wires.add(wire);
        return wire.send(all, 0, all.length - 1);
    }

    private static void end(Wire wire, Call call) throws IOException {
        byte[] all = call.bytes();
        Checks.answer(wire.send(all, all.length - 1, all.length).read(), 200);
    }

    /** From an address of its own. */
    private static Call padded(int client) {
        byte[] batch = TestEvent.batch(DOOR.events(1));
        byte[] body = Arrays.copyOf(batch, BODY);
        Arrays.fill(body, batch.length, BODY, (byte) ' ');
        return DOOR.call(Dialect.DOCUMENTED, body).header("X-Forwarded-For", "203.0.113." + client);
    }
}
