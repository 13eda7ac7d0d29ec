package dev.clacks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The operators' verbs over the admin port of a running writer. */
class AdminIT {

    private static final String TOKEN = "an-admin-token-of-the-tests";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** More than the writer's chunk, after which a dry run with a rate waits. */
    private static final int REFUSED = 70;

    private static final String WAITING_DRY_RUNS = "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name = 'clacks operation'"
            + " AND state = 'idle' AND strpos(query, 'INSERT INTO pg_temp.met') > 0";

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;
    private ServedWriter writer;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, 1, POSTGRES.newDatabase());
        writer = serve(TOKEN);
    }

    @AfterEach
    void close() {
        writer.close();
        pipeline.close();
    }

    private ServedWriter serve(String token) throws Exception {
        return ServedWriter.start("""
                kafka: {bootstrapServers: "%s", topics: {events: "%s", failed: "%s", partitions: 1}}
                database: {url: "%s"}
                group: {id: "%s"}
                write: {chunkRows: 20, linger: 50ms}
                admin: {token: "%s"}
                server: {applicationConnectors: [], adminConnectors: [{type: http, port: 0}]}
                logging: {level: WARN}
                """.formatted(
                        KAFKA.bootstrapServers(),
                        pipeline.kafka.topics().events(),
                        pipeline.kafka.topics().failed(),
                        pipeline.database.libpqUrl(pipeline.database.login(DatabaseRole.WRITER)),
                        pipeline.group,
                        token));
    }

    private JsonNode call(int status, String method, String path, @Nullable String body) throws Exception {
        var answer = writer.send(method, "/api/v1/" + path, TOKEN, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    @Test
    void nobodyGetsInWithoutTheToken() throws Exception {
        assertThat(writer.send("GET", "/api/v1/progress", null, null).statusCode())
                .isEqualTo(401);
        assertThat(writer.send("GET", "/api/v1/nothing", "another-token-altogether", null)
                        .statusCode())
                .isEqualTo(401);
        call(404, "GET", "nothing", null);
        assertThat(writer.send("GET", "/metrics", null, null).body())
                .as("one wrong token; none at all is no try")
                .contains("writer_auth_failures_total{reason=\"admin_token\"} 1.0");
        writer.close();
        writer = serve("");
        assertThat(writer.send("GET", "/api/v1/progress", TOKEN, null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aDryRunIsCancelledAndTheNextOneMayRun() throws Exception {
        for (int i = 0; i < REFUSED; i++) {
            pipeline.door.publishRefused(0, pipeline.events.next().bytes(), "timestamp_out_of_range", "timestamp");
        }
        Await.untilEqual("failed events", (long) REFUSED, pipeline.stored::failed);
        String dryRun = "{\"filter\":{\"app\":\"%s\"},\"dry_run\":true,\"rate\":%d}";
        String slow = dryRun.formatted(Door.APP, 1);
        assertThat(call(409, "POST", "dry-run/cancel", null).at("/error/code").asText())
                .isEqualTo("idle");
        try (var executor = Executors.newSingleThreadExecutor()) {
            Future<JsonNode> answer = executor.submit(() -> call(409, "POST", "replays/failed", slow));
            Await.untilEqual(
                    "dry runs that wait for the sake of their rate",
                    1L,
                    () -> pipeline.stored.number(WAITING_DRY_RUNS));
            assertThat(call(409, "POST", "replays/failed", slow)
                            .at("/error/code")
                            .asText())
                    .isEqualTo("busy");
            call(202, "POST", "dry-run/cancel", null);
            assertThat(answer.get(3, TimeUnit.MINUTES).at("/error/code").asText())
                    .isEqualTo("cancelled");
        }

        assertThat(call(200, "POST", "replays/failed", dryRun.formatted(Door.APP, 0))
                        .at("/inserted")
                        .asLong())
                .isEqualTo(REFUSED);
    }

    @Test
    void whatAnOperatorAsksForIsAnsweredAndDoneInTheBackground() throws Exception {
        pipeline.publish(0, 200);
        pipeline.door.publishRefused(0, pipeline.events.next().bytes(), "timestamp_out_of_range", "timestamp");
        pipeline.door.publishRefused(0, "{\"n\":1}".getBytes(UTF_8), "invalid_schema", "user_id");
        pipeline.awaitAllStored();
        Await.untilEqual("failed events", 2L, pipeline.stored::failed);

        assertThat(call(200, "GET", "progress", null)
                        .at("/partitions/0/next_offset")
                        .asLong())
                .isEqualTo(200);
        assertThat(call(200, "GET", "partitions", null).at("/leaves").size()).isPositive();
        assertThat(call(200, "POST", "partitions/ensure", "{\"days\":1,\"dry_run\":true}")
                        .at("/missing")
                        .size())
                .isPositive();
        assertThat(call(200, "GET", "failed/groups?code=invalid_schema", null)
                        .at("/groups/0/count")
                        .asLong())
                .isOne();
        JsonNode listed = call(200, "GET", "failed?code=invalid_schema", null).at("/events/0");
        JsonNode shown = call(200, "GET", "failed/" + listed.at("/key").asText(), null);
        assertThat(Base64.getDecoder().decode(shown.at("/raw_base64").asText())).isEqualTo("{\"n\":1}".getBytes(UTF_8));

        String all = "{\"filter\":{\"app\":\"%s\"}".formatted(Door.APP);
        assertThat(call(200, "POST", "replays/failed", all + ",\"dry_run\":true}")
                        .at("/inserted")
                        .asLong())
                .isOne();
        String id = call(202, "POST", "replays/failed", all + "}").at("/id").asText();
        awaitState(id, "done");
        Await.untilEqual("the replayed event", 201L, pipeline.stored::events);
        call(400, "POST", "failed/discard", all + "}");
        awaitRoom("failed/discard", 200, all + ",\"dry_run\":true}");
        assertThat(call(200, "POST", "failed/discard", all + ",\"dry_run\":true}")
                        .at("/discarded")
                        .asLong())
                .isOne();
        String mark = all + ",\"as\":\"resolved\"";
        assertThat(call(200, "POST", "failed/mark", mark + ",\"dry_run\":true}").toString())
                .isEqualTo("{\"groups\":2,\"failures\":2}");
        assertThat(audited()).containsExactly("replay.failed", "replay.failed.done");
        String discard = call(202, "POST", "failed/discard", all + ",\"yes\":true,\"rate\":100}")
                .at("/id")
                .asText();
        awaitState(discard, "done");
        assertThat(call(200, "GET", "operations/" + discard, null).toString()).contains("\"rate\":100", "\"gone\":0");
        assertThat(call(409, "POST", "operations/" + discard + "/cancel", null)
                        .at("/error/message")
                        .asText())
                .contains("done already");
        call(409, "POST", "operations/" + discard + "/resume", null);
        call(200, "POST", "failed/mark", mark + "}");
        call(200, "POST", "partitions/ensure", "{\"days\":0}");
        assertThat(call(200, "GET", "operations", null).at("/operations").size())
                .isEqualTo(2);
        assertThat(audited())
                .startsWith(
                        "replay.failed",
                        "replay.failed.done",
                        "failed.discard",
                        "failed.discard.done",
                        "failed.mark",
                        "partitions.ensure");
        assertThat(pipeline.stored.texts("SELECT DISTINCT left(actor, 6) FROM audit_log"))
                .containsExactly("token:");
    }

    @Test
    void oneOperationRunsAtATimeAndCanBeCancelledAndResumed() throws Exception {
        pipeline.publish(0, 600);
        pipeline.awaitAllStored();
        String slow = "{\"from\":\"2020-01-01T00:00:00Z\",\"rate\":10}";

        String id = call(202, "POST", "replays/kafka", slow).at("/id").asText();
        assertThat(call(409, "POST", "replays/kafka", slow).at("/error/code").asText())
                .isEqualTo("busy");
        call(200, "POST", "operations/" + id + "/cancel", null);
        awaitState(id, "cancelled");
        awaitRoom("operations/" + id + "/resume", 202, null);
        writer.close();

        assertThat(pipeline.stored.texts("SELECT state FROM operations")).containsExactly("running");
        writer = serve(TOKEN);
        pipeline.stored.execute("UPDATE operations SET arguments = jsonb_set(arguments, '{rate}', '0')");
        call(202, "POST", "operations/" + id + "/resume", null);
        awaitState(id, "done");
        assertThat(call(200, "GET", "operations/" + id, null)
                        .at("/counts/found")
                        .asLong())
                .isEqualTo(600);
        pipeline.awaitAllStored();
        assertThat(audited())
                .containsExactly(
                        "replay.kafka",
                        "replay.kafka.cancelled",
                        "replay.kafka.resumed",
                        "replay.kafka.resumed",
                        "replay.kafka.done");
    }

    @Test
    void whatCannotBeUnderstoodIsRefusedWithAReason() throws Exception {
        assertThat(call(400, "POST", "progress/skip", "{\"partition\":0,\"to\":5}")
                        .at("/error/message")
                        .asText())
                .contains("dry_run");
        call(400, "POST", "progress/skip", "{\"partition\":7,\"to\":5,\"dry_run\":true}");
        assertThat(call(400, "POST", "replays/kafka", "{\"form\":1}")
                        .at("/error/message")
                        .asText())
                .contains("from_offset");
        call(400, "POST", "replays/kafka", "{}");
        call(400, "POST", "replays/failed", "{\"filter\":{}}");
        call(400, "POST", "replays/failed", "{\"filter\":{\"app\":\"a\"},\"rate\":-1,\"dry_run\":true}");
        call(400, "POST", "failed/mark", "{\"filter\":{\"app\":\"a\"},\"as\":\"gone\"}");
        call(400, "POST", "failed/mark", "{\"filter\":{},\"as\":\"muted\"}");
        call(
                400,
                "POST",
                "failed/mark",
                "{\"filter\":{\"app\":\"a\",\"since\":\"2026-11-25T10:00:00Z\"},\"as\":\"muted\"}");
        call(400, "GET", "failed?limit=0", null);
        call(400, "GET", "failed/groups?since=2026-11-25T10:00:00Z", null);
        call(400, "GET", "failed/groups?state=replayed", null);
        call(400, "GET", "failed/groups?after=somewhere", null);
        assertThat(call(400, "POST", "progress/skip", "{\"topic\":\"clack\",\"partition\":0,\"to\":5,\"dry_run\":true}")
                        .at("/error/message")
                        .asText())
                .contains("clack is no topic of this writer");
        call(400, "POST", "replays/kafka", "{\"topic\":\"clack\",\"from\":\"2026-11-25T10:00:00Z\",\"dry_run\":true}");
        assertThat(call(400, "GET", "failed?state=open", null).toString()).contains("failed, replayed, discarded");
        call(400, "GET", "failed?after=" + new UUID(0, 1) + "/0/7", null);
    }

    @Test
    void eachRefusalHasItsStatusAndNamesWhatTheCallerSent() throws Exception {
        String unknown = new UUID(0, 1).toString();
        refused(404, "no operation " + unknown, "GET", "operations/" + unknown, null);
        refused(404, "no operation " + unknown, "POST", "operations/" + unknown + "/cancel", null);
        refused(404, "no operation " + unknown, "POST", "operations/" + unknown + "/resume", null);
        refused(404, "UUID", "GET", "operations/5", null);
        refused(404, "no failed event", "GET", "failed/" + unknown + "/0/7", null);
        refused(404, "<topic id>", "GET", "failed/" + unknown + "/0/x", null);
        refused(404, "no application nobody", "GET", "failed?app=nobody", null);
        refused(
                404,
                "no organisation nobody",
                "POST",
                "replays/failed",
                "{\"filter\":{\"org\":\"nobody\"},\"dry_run\":true}");
        String group = "{\"filter\":{\"fingerprint\":\"" + unknown + "\"},\"as\":\"muted\"";
        refused(404, "no such group", "POST", "failed/mark", group + "}");
        refused(404, "no such group", "POST", "failed/mark", group + ",\"dry_run\":true}");
        refused(404, "Nothing is served", "POST", "operations/" + unknown + "/undo", null);

        refused(400, "U+0000", "GET", "failed?org=%00", null);
        refused(400, "U+0000", "POST", "failed/mark", "{\"filter\":{\"app\":\"a\\u0000\"},\"as\":\"muted\"}");
        refused(400, "from lies between", "POST", "replays/kafka", "{\"from\":\"+1000000000-01-01T00:00:00Z\"}");
        refused(400, "since lies between", "GET", "failed?since=-0044-03-15T00:00:00Z", null);
        refused(400, "until lies between", "GET", "failed?until=%2B300000-01-01T00:00:00Z", null);
        refused(400, "from_offset", "POST", "replays/kafka", "{\"partition\":0}");
        refused(400, "partition, from_offset", "POST", "replays/kafka", "{\"from_offset\":0}");
        refused(400, "from must lie before to", "POST", "replays/kafka", """
                {"from":"2026-11-25T10:00:00Z","to":"2026-11-25T10:00:00Z"}""");
        refused(400, "to, 5,", "POST", "progress/skip", "{\"partition\":0,\"to\":5,\"dry_run\":true}");
        refused(400, "there is no parameter \"groups\"", "GET", "failed?groups=true", null);
        refused(400, "there are none", "POST", "dry-run/cancel", "{\"yes\":true}");
        refused(413, "65536", "POST", "failed/mark", " ".repeat(70_000));
        assertThat(audited()).isEmpty();
    }

    @Test
    void itsAnswersBearWhatTheDoorsDo() throws Exception {
        var wrongMethod = writer.send("DELETE", "/api/v1/failed", TOKEN, null);
        var form = writer.send("POST", "/api/v1/partitions/ensure", TOKEN, "{}", "text/plain");
        var health = writer.send("GET", "/health", null, null);

        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("Allow")).contains("GET");
        assertThat(form.statusCode()).isEqualTo(415);
        for (var answer : List.of(wrongMethod, form, health)) {
            assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
            assertThat(answer.headers().firstValue("X-Clacks-Overhead")).contains("GNU Terry Pratchett");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    private void refused(int status, String message, String method, String path, @Nullable String body)
            throws Exception {
        assertThat(call(status, method, path, body).at("/error/message").asText())
                .contains(message);
    }

    /** What the audit log holds, the earliest first. */
    private List<String> audited() throws Exception {
        return pipeline.stored.texts("SELECT action FROM audit_log ORDER BY audit_id");
    }

    /** Asks until the operation before, whose state is final a moment earlier, is in nobody's way any more. */
    private void awaitRoom(String path, int status, @Nullable String body) {
        Await.untilEqual(
                "the answer to " + path,
                status,
                () -> writer.send("POST", "/api/v1/" + path, TOKEN, body).statusCode());
    }

    private void awaitState(String id, String state) {
        Await.untilEqual(
                "the operation's state",
                state,
                () -> call(200, "GET", "operations/" + id, null).at("/state").asText());
    }
}
