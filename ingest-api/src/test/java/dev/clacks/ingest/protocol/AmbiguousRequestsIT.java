package dev.clacks.ingest.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that two servers in a row could read differently, and floods: what hides behind the first one's end is never
 * served, nothing gives a 500, and the next client is served.
 */
final class AmbiguousRequestsIT {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
    private static final String HIDDEN = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @RegisterExtension
    static final Door DOOR = new Door();

    @AfterEach
    void othersAreServedAndNothingIsHeld() throws IOException {
        Checks.answer(DOOR.send(DOOR.fresh(1)), 200);
        Await.untilEqual("requests held", 0.0, () -> DOOR.metric("ingest_inflight_requests"));
        Await.untilEqual("bytes held", 0.0, () -> DOOR.metric("ingest_inflight_bytes"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 0\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 0",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\u000bchunked",
                " Transfer-Encoding: chunked",
                "X: y\r\n Transfer-Encoding: chunked",
                "Content-Length: 0\r\nContent-Length: 57",
                "Content-Length: 0, 57",
                "Content-Length: +0",
                "Content-Length : 0",
                "Content-Length: 0x0",
                "Content-Length:\r\n 0",
                "Content-Length: 18446744073709551616",
                "Content-Length: \u00b2"
            })
    void whatHidesBehindALengthThatCanBeReadInTwoWaysIsNotServed(String lengths) throws IOException {
        String said = say("POST /events/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + lengths + "\r\n\r\n0\r\n\r\n" + HIDDEN);
        assertThat(said).doesNotContain("http_requests_total");
        assertRefused(statuses(said));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "GET http://elsewhere.example/metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: elsewhere\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nHost: local host\r\n\r\n",
                "GET /metrics\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: \u0000\r\n\r\n",
                "GET  /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "\r\n\r\n\r\n\r\nGET\r\n\r\n",
                "TRACE /events/batch HTTP/1.1\r\nHost: localhost\r\nCookie: secret\r\n\r\n",
                "POST /events/batch HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
            })
    void whatIsHalfARequestOrAnotherProtocolIsNeverA500(String text) throws IOException {
        assertThat(statuses(say(text))).hasSize(1).doesNotContain(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FFFFFFFFFFFFFFFF1\r\nx\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "5;" + "x=y;" + "\r\nhello\r\n0\r\n\r\n",
                "5 \r\nhello\r\n0\r\n\r\n",
                "0\r\nContent-Length: 57\r\nTransfer-Encoding: chunked\r\n\r\n",
                "5\nhello\n0\n\n"
            })
    void oddChunksAreRefusedOrReadToTheirEnd(String chunks) throws IOException {
        String head = new String(
                DOOR.fresh(Dialect.DOCUMENTED, 1)
                        .header("Transfer-Encoding", "chunked")
                        .head(),
                ISO_8859_1);
        assertRefused(statuses(say(head + chunks)));
    }

    @Test
    void floodsOfHeadersChunksAndTrailersAreBounded() throws IOException {
        String start = "POST /events/batch HTTP/1.1\r\nHost: localhost\r\n";
        assertRefusedOrCutOff(statuses(say(start + "X-A: b\r\n".repeat(100_000) + "\r\n")));
        String chunked = new String(
                DOOR.fresh(Dialect.DOCUMENTED, 1)
                        .header("Transfer-Encoding", "chunked")
                        .head(),
                ISO_8859_1);
        assertRefused(statuses(say(chunked + "1\r\n \r\n".repeat(50_000) + "0\r\n\r\n")));
        assertRefusedOrCutOff(statuses(say(chunked + "0\r\n" + "X-Trailer: x\r\n".repeat(100_000) + "\r\n")));
        assertRefused(statuses(say(chunked + "1;" + "e".repeat(1_000_000) + "\r\n \r\n0\r\n\r\n")));
    }

    /** Sends it, says that nothing more comes, and hears the server out. */
    private static String say(String text) throws IOException {
        try (Wire wire = DOOR.wire()) {
            try {
                wire.send(text).endOutput();
            } catch (IOException e) {
                // the server has said no and does not listen to the rest
                return wire.readToTheEnd();
            }
            return wire.readToTheEnd();
        }
    }

    private static List<Integer> statuses(String said) {
        return STATUS.matcher(said)
                .results()
                .map((MatchResult result) -> Integer.parseInt(result.group(1)))
                .toList();
    }

    /** One answer, whatever hides behind the request. */
    private static void assertRefused(List<Integer> statuses) {
        assertThat(statuses).hasSize(1);
        assertRefusedOrCutOff(statuses);
    }

    /** What is not read to its end is cut off: a reset may then overtake the answer. */
    private static void assertRefusedOrCutOff(List<Integer> statuses) {
        assertThat(statuses)
                .hasSizeLessThanOrEqualTo(1)
                .allSatisfy(status -> assertThat(status).isBetween(400, 501).isNotEqualTo(500));
    }
}
