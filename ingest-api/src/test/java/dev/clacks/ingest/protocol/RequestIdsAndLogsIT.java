package dev.clacks.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.LogCapture;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Tape;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.events.TestEvent;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ties a request to its log line, its trace and a browser's page; and what no log line ever holds. */
final class RequestIdsAndLogsIT {

    private static final AtomicBoolean BROKEN = new AtomicBoolean();

    @RegisterExtension
    static final Door DOOR =
            new Door(RequestIdsAndLogsIT::now, "cors: {allowedOrigins: [\"https://app.example.com\"], maxAge: 10m}\n");

    /** The system's time; where it is broken, none for whoever uses a nonce: a bug inside an authentic request. */
    private static Instant now() {
        if (BROKEN.get()
                && StackWalker.getInstance()
                        .walk(frames ->
                                frames.anyMatch(frame -> frame.getMethodName().equals("useNonce")))) {
            throw new IllegalStateException("a clock that broke");
        }
        return InstantSource.system().instant();
    }

    @Test
    void aClientsIdIsEchoedAndAnythingElseReplaced() throws IOException {
        assertThat(DOOR.send(DOOR.fresh(1).header("X-Request-Id", "a.B-9_")).header("x-request-id"))
                .isEqualTo("a.B-9_");
        for (String bad : List.of("", "two words", "x".repeat(129), "<script>", "a,b")) {
            String made = DOOR.send(DOOR.fresh(1).header("X-Request-Id", bad)).header("x-request-id");
            assertThat(made).as(bad).matches("[0-9a-f]+-[0-9a-f]+");
        }
        Reply twice = DOOR.send(DOOR.fresh(1).add("X-Request-Id", "one").add("X-Request-Id", "two"));
        assertThat(twice.header("x-request-id")).matches("[0-9a-f]+-[0-9a-f]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/metrics", "/nowhere", "/v1/ingest/a/b", "/%zz"})
    void everyAnswerBearsAnId(String path) throws IOException {
        assertThat(DOOR.running().get(path).header("x-request-id")).matches("[0-9a-f]+-[0-9a-f]+");
    }

    @Test
    void anAcceptedBatchIsOneLineWithCountsAtDebug() throws IOException {
        try (LogCapture log = LogCapture.open()) {
            Call call = DOOR.fresh(3).header("X-Request-Id", "accepted-1");
            Checks.answer(DOOR.send(call), 200);
            assertThat(log.lines("accepted-1"))
                    .singleElement()
                    .asString()
                    .startsWith("DEBUG a batch was answered 200 success")
                    .contains(
                            "org=" + DOOR.tenant().orgId(),
                            "app=" + DOOR.tenant().appId(),
                            "events=3",
                            "rejected=0",
                            "status=200");
            holdsNothingOf(log, call);
        }
    }

    @Test
    void aBatchWithRejectedEventsIsOneLineWithAFewIds() throws IOException {
        try (LogCapture log = LogCapture.open()) {
            TestEvent good = DOOR.event();
            String bad = "{\"event_id\":\"5d3c0c6a-5a0c-4c0e-9d4b-0d6ed4f1a001\",\"user_id\":\"a very private name\"}";
            byte[] body = ("{\"events\":[" + good.json() + "," + bad + "]}").getBytes(UTF_8);
            Call call = DOOR.call(Dialect.DOCUMENTED, body).header("X-Request-Id", "partial-1");
            Checks.answer(DOOR.send(call), 207);
            assertThat(log.lines("partial-1"))
                    .singleElement()
                    .asString()
                    .contains("a batch was answered 207 partial: 1 of 2 events break a rule, unsupported_schema"
                            + " 5d3c0c6a-5a0c-4c0e-9d4b-0d6ed4f1a001")
                    .doesNotContain("a very private name");
            holdsNothingOf(log, call);
        }
    }

    @Test
    void refusalsOfOneKindAreOneWarningASecond() throws IOException {
        try (LogCapture log = LogCapture.open()) {
            long started = System.nanoTime();
            for (int i = 0; i < 30; i++) {
                Call call = DOOR.fresh(Dialect.DOCUMENTED, 1)
                        .secret("not the secret")
                        .header("X-Request-Id", "stranger-" + i);
                Checks.nested(DOOR.send(call), 401, "unauthorized");
                holdsNothingOf(log, call);
            }
            long seconds = (System.nanoTime() - started) / 1_000_000_000;
            assertThat(log.lines("stranger-")).hasSize(30);
            assertThat(log.lines("stranger-").stream().filter(line -> line.startsWith("WARN")))
                    .hasSizeBetween(1, (int) seconds + 2);
        }
    }

    @Test
    void aRequestThatMeetsABugIsA500WithItsIdInTheLogAndNothingElseOfIt() throws IOException {
        try (LogCapture log = LogCapture.open()) {
            Call call = DOOR.fresh(1).header("X-Request-Id", "crashed-1");
            BROKEN.set(true);
            try {
                Checks.flat(DOOR.send(call), 500, "internal_error");
            } finally {
                BROKEN.set(false);
            }
            assertThat(log.lines("crashed-1")).anyMatch(line -> line.startsWith("ERROR a request failed inside"));
            assertThat(log.text()).contains("a clock that broke");
            holdsNothingOf(log, call);
        }
    }

    @Test
    void theTraceStandsOnEveryRecordOfTheRequest() throws IOException {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        TestEvent good = DOOR.event();
        byte[] body = ("{\"events\":[" + good.json() + ",{\"bad\":\"trace-me\"}]}").getBytes(UTF_8);
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, body).header("traceparent", trace)), 207);
        assertThat(DOOR.accepted().withKey(good.eventId()))
                .singleElement()
                .satisfies(record -> assertThat(Tape.header(record, EventHeaders.TRACEPARENT))
                        .isEqualTo(trace));
        assertThat(DOOR.failed().holding("trace-me"))
                .singleElement()
                .satisfies(record -> assertThat(Tape.header(record, EventHeaders.TRACEPARENT))
                        .isEqualTo(trace));
        TestEvent untraced = DOOR.event();
        Call call = DOOR.call(Dialect.SDK, TestEvent.batch(List.of(untraced))).header("traceparent", "00-0-0-00");
        Checks.answer(DOOR.send(call), 200);
        assertThat(DOOR.accepted().withKey(untraced.eventId()))
                .singleElement()
                .satisfies(record -> assertThat(Tape.header(record, EventHeaders.TRACEPARENT))
                        .isNull());
    }

    @Test
    void anAllowedPageMayAskSendAndReadEveryAnswer() throws IOException {
        for (String path : List.of("/v1/ingest/a/b", "/events/batch")) {
            Reply asked = preflight(path, "https://app.example.com");
            assertThat(asked.status()).as(asked.toString()).isEqualTo(204);
            assertThat(asked.header("access-control-allow-origin")).isEqualTo("https://app.example.com");
            assertThat(asked.header("access-control-allow-methods")).isEqualTo("POST");
            assertThat(asked.header("access-control-allow-headers"))
                    .contains("X-Signature", "X-Nonce", "Authorization", "Content-Encoding");
            assertThat(asked.header("access-control-max-age")).isEqualTo("600");
            assertThat(asked.header("access-control-allow-credentials")).isNull();
        }
        for (Call call : List.of(
                DOOR.fresh(1), DOOR.fresh(1).secret("wrong"), DOOR.fresh(1).timestamp("x"))) {
            Reply reply = DOOR.send(call.header("Origin", "https://app.example.com"));
            assertThat(reply.header("access-control-allow-origin")).isEqualTo("https://app.example.com");
            assertThat(reply.header("access-control-expose-headers"))
                    .contains("Retry-After", "X-RateLimit-Limit", "Date");
            assertThat(reply.header("vary")).isEqualTo("Origin");
        }
    }

    @Test
    void anyOtherPageMayNot() throws IOException {
        for (String origin : List.of("https://evil.example.com", "null", "http://app.example.com")) {
            Reply asked = preflight("/v1/ingest/a/b", origin);
            Checks.nested(asked, 405, "method_not_allowed");
            Reply sent = DOOR.send(DOOR.fresh(1).header("Origin", origin));
            Checks.answer(sent, 200);
            for (Reply reply : List.of(asked, sent)) {
                assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
                assertThat(reply.header("vary")).isEqualTo("Origin");
            }
        }
    }

    @Test
    void anAllowedPageReadsNothingButAnswersToBatches() throws IOException {
        for (String path : List.of("/health", "/metrics", "/openapi.json", "/v1/stats/a", "/nowhere")) {
            try (Wire wire = DOOR.wire()) {
                Reply reply = wire.send("GET " + path
                                + " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example.com\r\n\r\n")
                        .read();
                assertThat(reply.headers().keySet()).as(path).noneMatch(name -> name.startsWith("access-control-"));
            }
        }
    }

    private static Reply preflight(String path, String origin) throws IOException {
        try (Wire wire = DOOR.wire()) {
            return wire.send(
                            "OPTIONS " + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
                                    + "\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-signature\r\n\r\n")
                    .read();
        }
    }

    /** Neither body nor signature, nor what proves the caller. */
    private static void holdsNothingOf(LogCapture log, Call call) {
        String head = new String(call.head(), UTF_8);
        String signature = head.replaceFirst("(?s).*X-Signature: ([0-9a-f]+).*", "$1");
        assertThat(signature).hasSize(64);
        String body = new String(call.sent(), UTF_8);
        assertThat(log.text())
                .doesNotContain(signature, call.tenant().secret(), call.tenant().token(), "not the secret")
                .doesNotContain(body.substring(0, Math.min(60, body.length())))
                .doesNotContain("\"user_id\"");
    }
}
