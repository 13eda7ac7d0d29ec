package dev.clacks.ingest.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.admin.AdminServer.Reply;
import dev.clacks.ingest.command.Terminal;
import dev.clacks.ingest.command.Terminal.Ran;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromotionApiIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @SuppressWarnings("NullAway.Init")
    private static AdminServer server;

    @BeforeAll
    static void start() throws Exception {
        server = AdminServer.start(POSTGRES.database(), "127.0.0.1:1", AdminServer.withToken());
        server.post("orgs", "{\"name\":\"o\",\"id\":\"org\"}");
        column("SELECT ensure_event_partition(30, '2026-11-24')::text");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_staging_application_is_promoted_for_good_and_its_data_removed() throws Exception {
        staging("one", 3);
        staging("neighbour", 2);

        Reply plan = server.post("apps/one/promote", "{\"dry_run\":true}");
        assertThat(plan.text("/events")).isEqualTo("3");
        assertThat(server.get("apps/one").text("/environment")).isEqualTo("staging");
        Reply promoted = Await.until(
                "the end of a promotion",
                () -> server.post("apps/one/promote", "{\"yes\":true}"),
                reply -> reply.json().at("/complete").asBoolean());
        Reply again = server.post("apps/one/promote", "{\"yes\":true}");

        assertThat(promoted.status()).as(promoted.response().body()).isEqualTo(200);
        assertThat(promoted.text("/application/environment")).isEqualTo("production");
        assertThat(promoted.json().at("/erased_events").asLong()).isEqualTo(3);
        assertThat(again.json()).isEqualTo(promoted.json());
        assertThat(column("SELECT app_id FROM events")).contains("neighbour").doesNotContain("one");
        assertThat(column("SELECT coalesce(sum(events), 0)::text FROM event_counts WHERE app_id = 'one'"))
                .containsExactly("0");
        assertThat(column(
                        "SELECT (received_before = promoted_at)::text FROM tombstones JOIN applications USING (app_id)"
                                + " WHERE app_id = 'one'"))
                .containsExactly("true");
        assertThat(column("SELECT action FROM audit_log WHERE app_id = 'one' AND action LIKE '%promote'"))
                .hasSize(1);
        assertThat(server.post("apps/one/promote", "{\"dry_run\":true}").status())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"yes\":false}", "{\"dry_run\":false}"})
    void what_cannot_be_taken_back_is_not_done_without_a_yes(String body) throws Exception {
        String app = "unsaid-" + UUID.randomUUID();
        staging(app, 1);

        Reply reply = server.post("apps/" + app + "/promote", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("/error/message")).contains("dry_run").contains("yes");
        assertThat(server.get("apps/" + app).text("/environment")).isEqualTo("staging");
    }

    @Test
    void what_others_hold_back_is_finished_by_whoever_comes_next() throws Exception {
        staging("held", 2);
        try (Connection writer = POSTGRES.database().connect();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("SELECT FROM tombstones");
            Reply promoted = server.post("apps/held/promote", "{\"yes\":true}");
            statement.execute(rows("held", 1));
            writer.commit();

            assertThat(promoted.status()).isEqualTo(200);
            assertThat(promoted.json().at("/complete").asBoolean()).isFalse();
        }

        Ran finished = new Terminal(POSTGRES.database(), "").run("app", "promote", "held", "--yes");

        assertThat(finished.code()).as(finished.err()).isZero();
        assertThat(finished.out()).contains("held is a production application. Removed: 3 events and 0 failed events.");
        assertThat(column("SELECT app_id FROM events WHERE app_id = 'held'")).isEmpty();
    }

    @Test
    void the_command_says_what_would_go_before_it_does_it() throws Exception {
        staging("cli", 4);
        var terminal = new Terminal(POSTGRES.database(), "");

        Ran plan = terminal.run("app", "promote", "cli", "--dry-run");
        Ran unsaid = terminal.run("app", "promote", "cli");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("now 4 events and 0 failed events");
        assertThat(unsaid.code()).isEqualTo(2);
        assertThat(unsaid.out()).isEqualTo(plan.out());
        assertThat(unsaid.err()).contains("nothing was changed: say --yes");
        assertThat(server.get("apps/cli").text("/environment")).isEqualTo("staging");
        Ran done = terminal.run("app", "promote", "cli", "--yes", "--json");

        assertThat(done.text("/erased_events")).isEqualTo("4");
        assertThat(terminal.run("app", "promote", "cli").code()).isEqualTo(2);
        server.post("apps", "{\"name\":\"a\",\"org\":\"org\",\"id\":\"never\"}");
        assertThat(server.post("apps/never/promote", "{\"yes\":true}").text("/error/message"))
                .contains("only a staging one can be promoted");
    }

    private static void staging(String app, int events) throws Exception {
        server.post("apps", "{\"name\":\"a\",\"org\":\"org\",\"environment\":\"staging\",\"id\":\"" + app + "\"}");
        try (Connection connection = POSTGRES.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(rows(app, events));
        }
    }

    private static String rows(String app, int count) {
        return """
                INSERT INTO events (org_id, app_id, event_id, "timestamp", user_id, event_type, event_data, service_name,
                    service_version, schema_version, received_at, kafka_topic_id, kafka_partition, kafka_offset, retention_days)
                SELECT 'org', '%1$s', gen_random_uuid(), '2026-11-24 08:30Z', 'u', 't', '{}', 's', '1', '1.0.0',
                    now() - interval '1 minute', gen_random_uuid(), 0, 1, 30 FROM generate_series(1, %2$d);
                INSERT INTO event_counts (org_id, app_id, event_type, hour, received_on, events)
                VALUES ('org', '%1$s', 't', '2026-11-24 08:00Z', ((now() - interval '1 minute') AT TIME ZONE 'UTC')::date, %2$d)""".formatted(app, count);
    }

    private static List<String> column(String sql) throws SQLException {
        try (Connection connection = POSTGRES.database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
