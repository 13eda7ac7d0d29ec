package dev.clacks.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AroundIT {

    @RegisterExtension
    static final Door DOOR = new Door();

    /** Of a batch of this class. */
    private static final int MOST_EVENTS = 7;

    @Test
    void healthIsAsDocumented() throws IOException {
        Reply reply = Checks.answer(DOOR.running().get("/health"), 200);
        assertThat(reply.json().get("status").asText()).isEqualTo("healthy");
        assertThat(reply.json().get("version").asText()).isNotBlank();
    }

    @Test
    void livenessAndReadinessAreOnTheAdminPort() throws IOException {
        Reply live = Checks.answer(DOOR.running().getAdmin("/health"), 200);
        assertThat(live.json().get("checks").properties().stream().map(check -> check.getKey()))
                .containsExactlyInAnyOrder(
                        "credentials",
                        "credential-notices",
                        "kafka-watch",
                        "header-deadline",
                        "last-use",
                        "tiers",
                        "usage");
        Checks.answer(DOOR.running().getAdmin("/ready"), 200);
        Checks.nested(DOOR.running().getAdmin("/healthcheck"), 404, "not_found");
    }

    @Test
    void otherMethodsThanGetAndHeadAreNotAllowedHere() throws IOException {
        for (String path : List.of("/health", "/metrics")) {
            for (String method : List.of("POST", "OPTIONS", "TRACE", "DELETE")) {
                try (Wire wire = DOOR.wire()) {
                    wire.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
                    Reply reply = Checks.nested(wire.read(), 405, "method_not_allowed");
                    assertThat(reply.header("allow")).isEqualTo("GET, HEAD");
                }
            }
        }
    }

    @Test
    void theAdminPortAnswersUnknownPathsInJsonToo() throws IOException {
        Checks.nested(DOOR.running().getAdmin("/nowhere"), 404, "not_found");
    }

    @Test
    void metricsBearTheDocumentedNames() throws IOException {
        Checks.answer(DOOR.send(DOOR.fresh(5)), 200);
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, "{\"events\":[{}]}".getBytes(UTF_8))), 207);
        Reply reply = DOOR.running().get("/metrics");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).startsWith("text/plain");
        assertThat(reply.header("x-clacks-overhead")).isEqualTo("GNU Terry Pratchett");
        assertThat(reply.text().lines())
                .anyMatch(line -> line.startsWith("http_requests_total{"))
                .anyMatch(line -> line.startsWith("http_request_duration_seconds_bucket{"))
                .anyMatch(line -> line.startsWith("http_request_duration_seconds_count{"))
                .anyMatch(line -> line.startsWith("db_connections_active "))
                .anyMatch(line -> line.startsWith("events_ingested_total "))
                .anyMatch(line -> line.startsWith("events_failed_total "))
                .noneMatch(line -> line.contains(DOOR.tenant().appId())
                        || line.contains(DOOR.tenant().orgId()));
    }

    @Test
    void eachPortDescribesWhatItServes() throws IOException {
        for (Reply reply :
                List.of(DOOR.running().get("/openapi.json"), DOOR.running().getAdmin("/openapi.json"))) {
            Checks.answer(reply, 200);
            assertThat(reply.json().get("openapi").asText()).isEqualTo("3.1.0");
        }
        assertThat(DOOR.running().get("/openapi.json").json().at("/paths").has("/events/batch"))
                .isTrue();
        assertThat(DOOR.running().getAdmin("/openapi.json").json().at("/paths").has("/api/v1/apps"))
                .isTrue();
    }

    @Test
    void everyAnswerIsCountedOnce() throws IOException {
        String ingested = "events_ingested_total";
        String failed = "events_failed_total";
        String success = "ingest_requests_total{outcome=\"success\"}";
        String refused = "ingest_requests_total{outcome=\"unauthorized\"}";
        String doubts = "ingest_auth_failures_total{reason=\"wrong_signature\"}";
        double[] before = {
            DOOR.metric(ingested), DOOR.metric(failed), DOOR.metric(success), DOOR.metric(refused), DOOR.metric(doubts)
        };
        double reads = DOOR.metric("http_requests_total{method=\"GET\",route=\"/health\",status=\"200\"}");
        Checks.answer(DOOR.running().get("/health"), 200);
        Checks.answer(DOOR.send(DOOR.fresh(7)), 200);
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, "{\"events\":[{},{}]}".getBytes(UTF_8))), 207);
        Checks.flat(DOOR.send(DOOR.fresh(7).secret("wrong")), 401, "unauthorized");
        // an answer may be there before it is counted
        List<String> names = List.of(ingested, failed, success, refused, doubts);
        double[] more = {7, 2, 1, 1, 1};
        for (int i = 0; i < more.length; i++) {
            String name = names.get(i);
            Await.untilEqual(name, before[i] + more[i], () -> DOOR.metric(name));
        }
        Await.untilTrue(
                "the answers to GET",
                () -> DOOR.metric("http_requests_total{method=\"GET\",route=\"/health\",status=\"200\"}") == reads + 1);
    }

    /** A stranger would learn from it which applications there are. */
    @Test
    void whyCallersWereNotBelievedIsToldOnTheAdminPortAlone() throws IOException {
        assertThat(DOOR.running().get("/metrics").text())
                .contains("ingest_requests_total")
                .doesNotContain("ingest_auth_failures");
        assertThat(DOOR.running().getAdmin("/metrics").text()).contains("ingest_auth_failures_total");
    }

    /** The equations that {@code IngestMetrics} writes down, over answers of every kind. */
    @Test
    void theEquationsOfTheMetricsHold() throws IOException {
        Checks.answer(DOOR.send(DOOR.fresh(3)), 200);
        Checks.answer(DOOR.send(DOOR.fresh(Dialect.BATCH, 2)), 200);
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, "{\"events\":[{}]}".getBytes(UTF_8))), 207);
        Checks.answer(DOOR.send(DOOR.call(Dialect.DOCUMENTED, "{\"events\":[{}]}".getBytes(UTF_8))), 400);
        Checks.answer(DOOR.send(DOOR.fresh(1).secret("wrong")), 401);
        Checks.answer(DOOR.send(DOOR.fresh(1).header("DNT", "1")), 204);
        Checks.answer(DOOR.send(DOOR.fresh(Dialect.BATCH, 1).timestamp("x")), 400);

        // those of batches that Kafka did not acknowledge in time are in no answer
        double away = sum("ingest_requests_total{outcome=\"buffer_unavailable\"}");
        Await.until(
                "every event of an answer to be counted",
                () -> sum("ingest_batch_events_sum") - sum("events_ingested_total") - sum("events_failed_total"),
                missing -> missing >= away && missing <= MOST_EVENTS * away);
        double batches = sum("http_requests_total{method=\"POST\",route=\"/v1/ingest\"")
                + sum("http_requests_total{method=\"POST\",route=\"/events/batch\"");
        assertThat(batches).isPositive().isEqualTo(sum("ingest_requests_total{"));
        assertThat(sum("http_request_duration_seconds_count{route=\"/v1/ingest\"}")
                        + sum("http_request_duration_seconds_count{route=\"/events/batch\"}"))
                .isEqualTo(batches);
        assertThat(sum("ingest_batch_events_count") - sum("ingest_ack_seconds_count"))
                .as("what was not acknowledged, or later")
                .isBetween(0.0, away);
        assertThat(sum("ingest_body_bytes_count")).isEqualTo(sum("ingest_batch_events_count"));
        assertThat(sum("ingest_credentials_age_seconds")).isBetween(0.0, 3600.0);
    }

    /** The sum of all samples whose line begins so. */
    private static double sum(String begin) throws IOException {
        return DOOR.running()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(begin))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
