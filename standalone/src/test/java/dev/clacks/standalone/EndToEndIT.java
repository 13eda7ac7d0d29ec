package dev.clacks.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clacks.bench.client.Dialect;
import dev.clacks.bench.client.IngestClient;
import dev.clacks.bench.client.Target;
import dev.clacks.bench.events.Batch;
import dev.clacks.bench.events.EventFile;
import dev.clacks.bench.events.FreshEvents;
import dev.clacks.bench.stack.RunningStack;
import dev.clacks.standalone.ClacksProgram.Finished;
import dev.clacks.testkit.time.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedPipeline.class)
class EndToEndIT {

    private static final String STORED = "SELECT count(*) FROM events WHERE event_id = ANY (?::uuid[])";
    private static final String PARTITIONS =
            "SELECT count(DISTINCT (kafka_topic_id, kafka_partition)) FROM events WHERE event_id = ANY (?::uuid[])";
    private static final String AT =
            "SELECT count(*) FROM events WHERE \"timestamp\" = ?::timestamptz AND event_id = ANY (?::uuid[])";
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void a_hundred_events_are_stored_once_however_often_they_are_sent(Dialect dialect, Pipeline pipeline)
            throws Exception {
        List<byte[]> events = FreshEvents.of(recordedHundred(), InstantSource.system());
        Batch batch = Batch.of(events);
        byte[] later = atAnotherTime(events.getFirst());

        try (var client = new IngestClient(pipeline.stack().sdkTarget(), dialect, InstantSource.system())) {
            for (int i = 0; i < 3; i++) {
                assertThat(Patiently.send(client, batch)).isEqualTo(200);
            }
            assertThat(Patiently.send(client, Batch.of(List.of(later)))).isEqualTo(200);
        }

        // Named like the batch's first event it goes to the same partition: once it is stored, all copies were read.
        Await.untilEqual(
                "the event sent after the copies",
                1L,
                () -> pipeline.number(AT, text(later, "timestamp"), ids(List.of(later))));
        String ids = ids(events);
        assertThat(pipeline.number(PARTITIONS, ids)).isEqualTo(1);
        assertThat(pipeline.number(STORED, ids)).isEqualTo(101);
    }

    private static byte[] atAnotherTime(byte[] event) throws Exception {
        ObjectNode node = (ObjectNode) JSON.readTree(event);
        Instant later = Instant.parse(node.get("timestamp").asText()).plusMillis(1);
        node.put("timestamp", later.truncatedTo(ChronoUnit.MILLIS).toString());
        return JSON.writeValueAsBytes(node);
    }

    /** As the SDK recorded them, a body inside a request. */
    private static List<byte[]> recordedHundred() throws Exception {
        Path file = ClacksProgram.home().resolve("common/src/test/resources/sdk/crate-0.3.0-hundred.json");
        String body = JSON.readTree(file.toFile()).get("body").asText();
        return EventFile.events(body.getBytes(UTF_8), file.toString());
    }

    private static String ids(List<byte[]> events) throws Exception {
        var ids = new ArrayList<String>();
        for (byte[] event : events) {
            ids.add(text(event, "event_id"));
        }
        return "{" + String.join(",", ids) + "}";
    }

    private static String text(byte[] event, String member) throws Exception {
        return JSON.readTree(event).get(member).asText();
    }

    @Test
    void the_printed_curl_command_works_when_pasted(Pipeline pipeline) throws Exception {
        String snippet = between(pipeline.output(), "pasted into a shell:", "The Rust SDK");

        Finished shell = Patiently.finish(() -> ClacksProgram.finish(new ProcessBuilder("bash", "-c", snippet)));

        assertThat(shell.output()).contains("200 OK").contains("\"accepted\":1").contains("GNU Terry Pratchett");
        Await.untilTrue(
                "the event from curl",
                () -> pipeline.number("SELECT count(*) FROM events WHERE event_type = 'hello'") > 0);
    }

    @Test
    void an_application_made_by_the_guides_statements_can_send(Pipeline pipeline) throws Exception {
        String app;
        String secret;
        try (Connection connection = pipeline.database();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO organizations (org_id, name, tier) VALUES ('org_your_org', 'Your Organization', 'self-hosted')");
            statement.execute(
                    "INSERT INTO applications (app_id, org_id, name, hmac_secret) VALUES ('app_' || substr(md5(random()::text), 0, 9), 'org_your_org', 'My App', encode(gen_random_bytes(32), 'base64'))");
            try (ResultSet row =
                    statement.executeQuery("SELECT app_id, hmac_secret FROM applications WHERE name = 'My App'")) {
                row.next();
                app = row.getString(1);
                secret = row.getString(2);
            }
        }
        Batch batch = Batch.of(FreshEvents.of(recordedHundred(), InstantSource.system()));
        var target = new Target(URI.create(pipeline.stack().ingestUrl()), "org_your_org", app, "", secret);

        try (var client = new IngestClient(target, Dialect.SDK, InstantSource.system())) {
            Await.untilEqual(
                    "the answer to the new application",
                    200,
                    () -> client.send(batch.body(), batch.events()).status());
        }

        Await.untilEqual("its rows", 100L, () -> pipeline.number("SELECT count(*) FROM events WHERE app_id = ?", app));
    }

    @Test
    void send_signs_a_file_and_generated_events(Pipeline pipeline, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("events.json");
        Files.write(file, Batch.of(recordedHundred().subList(0, 3)).body());
        String data = pipeline.data().toString();

        Finished fromFile = Patiently.send(file.toString(), "--fresh", "--data", data);
        Finished generated = Patiently.send("--generate", "150", "--data", data, "--dialect", "documented");

        assertThat(fromFile.output()).contains("200").contains("\"accepted\":3");
        assertThat(fromFile.code()).isZero();
        assertThat(generated.output()).contains("2 of 2 batches");
        assertThat(generated.code()).isZero();
    }

    @Test
    void send_says_by_its_exit_code_that_the_server_refused(Pipeline pipeline) throws Exception {
        RunningStack stack = pipeline.stack();

        Finished refused = ClacksProgram.run(
                "send",
                "--generate",
                "1",
                "--url",
                stack.ingestUrl(),
                "--org",
                stack.orgId(),
                "--app",
                stack.appId(),
                "--secret",
                "wrong");

        assertThat(refused.output()).contains("401");
        assertThat(refused.code()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ingest-api topics check", "ingest-api db status", "archiver once --dry-run", "archiver list"})
    void a_services_own_command_runs_against_the_pipeline(String command, Pipeline pipeline) throws Exception {
        String[] words = (command + " --data " + pipeline.data()).split(" ");

        Finished finished = ClacksProgram.run(words);

        assertThat(finished.output()).doesNotContain("Exception");
        assertThat(finished.code()).as(finished.output()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"event-writer", "archiver"})
    void a_service_logs_lines_of_json_with_a_time_for_people(String service, Pipeline pipeline) throws Exception {
        List<String> lines = pipeline.logLines(service, "INFO", "WARN", "ERROR");

        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            JsonNode logged = JSON.readTree(line.substring(line.indexOf(": ") + 2));
            assertThat(logged.path("level").asText()).as(line).isIn("INFO", "WARN", "ERROR");
            assertThat(logged.path("message").asText()).as(line).isNotEmpty();
            assertThat(Instant.parse(logged.path("timestamp").asText()))
                    .as(line)
                    .isAfter("2026-01-01T00:00:00Z");
        }
    }

    @Test
    void services_run_under_logins_without_special_rights(Pipeline pipeline) throws Exception {
        // Those of the tests before may still be on their way out.
        Await.untilEqual("superusers' sessions", 0L, () -> pipeline.number("""
                        SELECT count(*) FROM pg_stat_activity a JOIN pg_roles r ON r.rolname = a.usename
                        WHERE r.rolsuper AND a.datname = 'clacks' AND a.pid <> pg_backend_pid() AND a.application_name NOT LIKE 'pg%'
                        """));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /tasks/gc",
        "POST, /tasks/log-level",
        "GET, /threads",
        "GET, /pprof",
        "GET, /healthcheck",
        "GET, /"
    })
    void admin_ports_serve_nothing_of_the_framework(String method, String path, Pipeline pipeline) throws Exception {
        List<String> adminUrls = pipeline.stack().adminUrls().values().stream()
                .flatMap(List::stream)
                .toList();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String url : adminUrls) {
                Await.untilEqual("the health of " + url, 200, () -> status(client, "GET", url + "/health"));
                assertThat(status(client, method, url + path)).as(url).isEqualTo(404);
            }
        }
        assertThat(adminUrls).hasSize(4);
    }

    private static int status(HttpClient client, String method, String url) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void every_service_is_small_while_idle(Pipeline pipeline, IdleMemory idle) {
        System.out.println("resident, MB: " + idle.megabytes());
        for (String service : pipeline.stack().adminUrls().keySet()) {
            assertThat(idle.megabytes().get(service))
                    .as(service)
                    .isNotEmpty()
                    .allSatisfy(megabytes -> assertThat(megabytes).isLessThan(300));
        }
    }

    @Test
    void the_description_of_the_pipeline_has_the_documented_fields(Pipeline pipeline) throws Exception {
        JsonNode stack = JSON.readTree(pipeline.data().resolve("clacks.json").toFile());

        assertThat(stack.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "ingest_url",
                        "admin_url",
                        "admin_urls",
                        "admin_token",
                        "org_id",
                        "org_uuid",
                        "app_id",
                        "app_uuid",
                        "api_token",
                        "hmac_secret",
                        "postgres_url",
                        "kafka_bootstrap",
                        "s3",
                        "processes");
        assertThat(stack.get("processes").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("ingest-api", "event-writer", "archiver", "kafka", "postgres", "s3");
        assertThat(stack.get("processes").get("event-writer")).hasSize(2);
        assertThat(stack.get("s3").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("endpoint", "bucket", "access_key", "secret_key");
        assertThat(Files.getPosixFilePermissions(pipeline.data().resolve("clacks.json")))
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    }

    static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }
}
