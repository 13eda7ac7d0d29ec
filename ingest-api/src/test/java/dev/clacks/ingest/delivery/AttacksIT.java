package dev.clacks.ingest.delivery;

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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bombs, slow sockets and huge bodies, many at once: the door's memory stays within its limit, and it serves others. */
final class AttacksIT {

    private static final boolean LONG = Boolean.getBoolean("long");
    private static final int AT_ONCE = 64;
    private static final int BOMBS = LONG ? 20 * AT_ONCE : AT_ONCE;
    private static final int SLOW_SOCKETS = LONG ? 2_000 : 100;
    private static final int HUGE_BODIES = LONG ? 64 : 16;
    private static final int HUGE = 10 << 20;
    private static final double MOST_BYTES = 64 << 20;

    /** How long the door reads on after a refusal. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /** As many of them as would fill the whole, and some. */
    private static final int MEDIUM_BODIES = 160;

    private static final int MEDIUM = (512 << 10) - 1;

    /**
     * Its times are long: opening so many slow sockets may take a while, and none may be closed for its slowness meanwhile. It
     * is behind a balancer, which is this test.
     */
    @RegisterExtension
    static final Door DOOR =
            new Door(InstantSource.system(), yaml -> Door.idleTimeout("5m").apply(yaml) + """
                    limits: {headerTimeout: 1m, bodyTimeout: 5m}
                    clients: {trustedProxies: [127.0.0.0/8, "::1"]}
                    """);

    @AfterEach
    void nothingIsHeld() {
        Await.untilEqual("requests held", 0.0, () -> DOOR.metric("ingest_inflight_requests"));
        Await.untilEqual("bytes held", 0.0, () -> DOOR.metric("ingest_inflight_bytes"));
    }

    @Test
    void bombsAreRefusedAndOthersAreServed() throws Exception {
        byte[] bomb = Call.gzip(new byte[64 << 20]);
        Call call = DOOR.fresh(Dialect.DOCUMENTED, 1).sending(bomb).header("Content-Encoding", "gzip");
        Map<String, Integer> codes = attack(BOMBS, call);
        assertThat(codes.keySet())
                .isSubsetOf("payload_too_large", "overloaded", "cut off", "cut off late")
                .contains("payload_too_large");
        // a bomb is small until it goes off: all of it is read, so that its sender hears why it is refused
        assertThat(codes.getOrDefault("cut off", 0)).isLessThan(BOMBS / 10);
    }

    @Test
    void hugeBodiesAreTakenOrTurnedAwayAndOthersAreServed() throws Exception {
        Map<String, Integer> codes = attack(HUGE_BODIES, DOOR.call(Dialect.DOCUMENTED, padded(HUGE)));
        assertThat(codes.keySet())
                .isSubsetOf("success", "overloaded", "cut off", "cut off late")
                .contains("success");
        assertThat(codes.getOrDefault("cut off", 0)).isLessThan(HUGE_BODIES / 2);
    }

    @Test
    void slowSocketsHoldNobodyUp() throws Exception {
        List<Wire> wires = new ArrayList<>();
        byte[] head = DOOR.fresh(Dialect.DOCUMENTED, 1).head();
        byte[] slowHead = "POST /events/batch HTTP/1.1\r\nX-Slow: ".getBytes(ISO_8859_1);
        try (var good = GoodClient.of(DOOR)) {
            for (int i = 0; i < SLOW_SOCKETS; i++) {
                wires.add(DOOR.wire().send(i % 2 == 0 ? head : slowHead));
            }
            double bodies = SLOW_SOCKETS / 2.0;
            Await.untilTrue("slow bodies", () -> DOOR.metric("ingest_inflight_requests") >= bodies);
            for (Wire wire : wires) {
                wire.send(" ");
            }
            good.awaitServed(50);
            assertThat(DOOR.metric("ingest_inflight_bytes")).isLessThanOrEqualTo(MOST_BYTES);
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    /** No credentials are needed for that: the signature is looked at once the body is there. */
    @Test
    void halfSentBodiesFromOneAddressTurnNobodyElseAway() throws Exception {
        Call call = DOOR.call(Dialect.DOCUMENTED, new byte[MEDIUM])
                .secret("nobody's")
                .header("X-Forwarded-For", "203.0.113.66");
        byte[] all = call.bytes();
        List<Wire> wires = new ArrayList<>();
        double refused = refusals();
        int cutOff = 0;
        try (var good = GoodClient.of(DOOR)) {
            for (int i = 0; i < MEDIUM_BODIES; i++) {
                wires.add(DOOR.wire());
                cutOff += halfSent(wires.getLast(), all) ? 0 : 1;
            }
            Await.untilTrue("one half-sent body too many", () -> refusals() > refused);
            good.awaitServed(50);
            assertThat(DOOR.metric("ingest_inflight_bytes")).isLessThan(MOST_BYTES * 3 / 4);
            Checks.answer(DOOR.send(DOOR.call(Dialect.DOCUMENTED, padded(MEDIUM))), 200);
            System.out.printf(
                    "of %d half-sent bodies %.0f were refused, %d of them cut off%n",
                    MEDIUM_BODIES, refusals() - refused, cutOff);
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    /** Sends all but the last byte; false where the door refused it and was not willing to read on for as long as that took. */
    private static boolean halfSent(Wire wire, byte[] all) {
        try {
            wire.send(all, 0, all.length - 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A batch of one event, and white space behind it. */
    private static byte[] padded(int length) {
        byte[] batch = TestEvent.batch(DOOR.events(1));
        byte[] body = Arrays.copyOf(batch, length);
        Arrays.fill(body, batch.length, length, (byte) ' ');
        return body;
    }

    private static double refusals() throws IOException {
        return DOOR.metric("ingest_limit_refusals_total{limit=\"inflight_bytes\"}");
    }

    /** Sends one request so many times, 64 at once; how often which answer came. */
    private static Map<String, Integer> attack(int times, Call call) throws InterruptedException, ExecutionException {
        byte[] head = call.head();
        Map<String, Integer> codes = new TreeMap<>();
        try (var good = GoodClient.of(DOOR);
                ExecutorService attackers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                answers.add(attackers.submit(() -> send(head, call.sent())));
            }
            for (Future<String> answer : answers) {
                while (!answer.isDone()) {
                    good.awaitServed(1);
                    assertThat(DOOR.metric("ingest_inflight_bytes")).isLessThanOrEqualTo(MOST_BYTES);
                }
                codes.merge(answer.get(), 1, Integer::sum);
            }
        } catch (IOException e) {
            throw new AssertionError("the metrics cannot be read", e);
        }
        System.out.println(times + " requests were answered " + codes);
        return codes;
    }

    /** Whoever goes on sending for long after a refusal, or is slow to send at all, is cut off and may not hear the answer. */
    private static String send(byte[] head, byte[] body) {
        long begun = System.nanoTime();
        try (Wire wire = DOOR.wire()) {
            Reply reply = wire.send(head).send(body).read();
            return reply.status() == 200 ? "success" : reply.code();
        } catch (IOException e) {
            return System.nanoTime() - begun > DRAIN.toNanos() ? "cut off late" : "cut off";
        }
    }
}
