package dev.clacks.ingest.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.admin.AdminServer.Reply;
import dev.clacks.ingest.running.LogCapture;
import dev.clacks.testkit.junit.PostgresExtension;
import java.net.http.HttpRequest.BodyPublishers;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminApiIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final String NOBODY = "127.0.0.1:1";

    @SuppressWarnings("NullAway.Init")
    private static AdminServer server;

    @BeforeAll
    static void start() {
        server = AdminServer.start(POSTGRES.database(), NOBODY, AdminServer.withToken());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void an_organisation_and_an_application_are_made_with_their_first_credentials() throws Exception {
        Reply org = server.post("orgs", "{\"id\":\"org_api\",\"name\":\"Über uns\",\"tier\":\"pro\"}");
        Reply app = server.post("apps", "{\"org\":\"" + org.text("/org_uuid") + "\",\"name\":\"App\"}");

        assertThat(org.status()).isEqualTo(201);
        assertThat(org.text("/name")).isEqualTo("Über uns");
        assertThat(app.status()).isEqualTo(201);
        assertThat(app.text("/application/org_id")).isEqualTo("org_api");
        assertThat(app.text("/application/app_id")).matches("app_[0-9a-f]{8}");
        assertThat(app.text("/application/environment")).isEqualTo("production");
        assertThat(app.text("/token/token")).startsWith(app.text("/token/row/prefix"));
        assertThat(app.text("/secret/secret")).hasSize(44);
        String either = "apps/" + app.text("/application/app_uuid").toUpperCase(java.util.Locale.ROOT);
        assertThat(server.get(either).text("/app_id")).isEqualTo(app.text("/application/app_id"));
        assertThat(app.response().headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(app.response().headers().firstValue("X-Clacks-Overhead")).contains("GNU Terry Pratchett");
    }

    @Test
    void organisations_are_listed_in_pages_and_changed() throws Exception {
        String prefix = "page" + UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            server.post("orgs", "{\"id\":\"" + prefix + i + "\",\"name\":\"n\"}");
        }

        Reply first = server.get("orgs?limit=2&after=" + prefix);
        Reply second = server.get("orgs?limit=2&after=" + first.text("/next"));
        Reply changed = server.call("PATCH", "orgs/" + prefix + "0", "{\"tier\":\"business\"}");

        assertThat(first.text("/organizations/0/org_id")).isEqualTo(prefix + "0");
        assertThat(first.text("/organizations/0/tier")).isEqualTo("free");
        assertThat(first.text("/next")).isEqualTo(prefix + "1");
        assertThat(second.text("/organizations/0/org_id")).isEqualTo(prefix + "2");
        assertThat(changed.text("/tier")).isEqualTo("business");
        assertThat(changed.text("/name")).isEqualTo("n");
    }

    @Test
    void an_application_is_disabled_and_enabled() throws Exception {
        String app = newApplication();

        assertThat(server.post("apps/" + app + "/disable", "")
                        .json()
                        .get("disabled_at")
                        .isNull())
                .isFalse();
        assertThat(server.post("apps/" + app + "/disable", "").status()).isEqualTo(200);
        assertThat(server.post("apps/" + app + "/enable", "{}")
                        .json()
                        .get("disabled_at")
                        .isNull())
                .isTrue();

        assertThat(audit(app))
                .containsExactly(
                        "application.create",
                        "token.create",
                        "secret.create",
                        "application.disable",
                        "application.enable");
    }

    @Test
    void tokens_are_made_listed_and_revoked() throws Exception {
        String app = newApplication();
        Reply made = server.post(
                "apps/" + app + "/tokens", "{\"name\":\"ci\",\"scopes\":[\"read\",\"ingest\"],\"expires_in\":\"90d\"}");
        String id = made.text("/row/token_id");

        Reply revoked = server.call("DELETE", "apps/" + app + "/tokens/" + id, null);
        Reply list = server.get("apps/" + app + "/tokens");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().at("/row/scopes").toString()).isEqualTo("[\"ingest\",\"read\"]");
        assertThat(made.json().at("/row/expires_at").isNull()).isFalse();
        assertThat(revoked.json().at("/revoked_at").isNull()).isFalse();
        assertThat(list.json().at("/tokens").size()).isEqualTo(2);
        assertThat(list.response().body()).doesNotContain(made.text("/token"));
    }

    @Test
    void a_token_rotates_once_into_one_like_it_and_ends_with_the_overlap() throws Exception {
        String app = newApplication();
        String tokens = "apps/" + app + "/tokens";
        Reply made = server.post(tokens, "{\"name\":\"ci\",\"scopes\":[\"read\",\"ingest\"],\"expires_in\":\"90d\"}");
        String id = made.text("/row/token_id");

        Reply rotated = server.post(tokens + "/" + id + "/rotate", "{\"overlap\":\"1h\"}");
        Reply again = server.post(tokens + "/" + id + "/rotate", "");
        Reply list = server.get(tokens);

        assertThat(rotated.status()).as(rotated.response().body()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("/error/message")).contains("by the token " + rotated.text("/row/token_id"));
        assertThat(list.json().at("/tokens")).hasSize(3);
        assertThat(list.response().body()).doesNotContain(rotated.text("/token"));
        assertThat(list.text("/tokens/0/name")).isEqualTo("ci");
        assertThat(list.json().at("/tokens/0/scopes").toString()).isEqualTo("[\"ingest\",\"read\"]");
        assertThat(list.json().at("/tokens/0/replaced_by").isNull()).isTrue();
        assertThat(list.text("/tokens/1/replaced_by")).isEqualTo(rotated.text("/row/token_id"));
        // By PostgreSQL's clock, one transaction each, so to the microsecond.
        assertThat(column("SELECT n.expires_at - n.created_at || ' ' || (o.expires_at - n.created_at) FROM api_tokens o"
                        + " JOIN api_tokens n ON n.token_id = o.replaced_by WHERE o.token_id = " + id))
                .containsExactly("90 days 01:00:00");
        assertThat(column(
                        "SELECT action || ' ' || (details ->> 'token_id') || ' ' || coalesce(details ->> 'replaces', '')"
                                + " || ' ' || (details ->> 'expires_at') FROM audit_log WHERE app_id = '" + app
                                + "' AND action LIKE 'token.%' ORDER BY audit_id"))
                .containsExactly(
                        "token.create " + list.text("/tokens/2/token_id") + "  never",
                        "token.create " + id + "  " + made.text("/row/expires_at"),
                        "token.rotate " + rotated.text("/row/token_id") + " " + id + " "
                                + rotated.text("/row/expires_at"));
    }

    @Test
    void a_token_that_never_expires_is_followed_by_one_that_does_not_and_without_overlap_it_ends_at_once()
            throws Exception {
        String app = newApplication();
        String first = server.get("apps/" + app + "/tokens").text("/tokens/0/token_id");

        Reply rotated = server.post("apps/" + app + "/tokens/" + first + "/rotate", "{\"overlap\":\"0s\"}");
        Reply list = server.get("apps/" + app + "/tokens");
        String second = rotated.text("/row/token_id");
        server.call("DELETE", "apps/" + app + "/tokens/" + second, null);
        Reply dead = server.post("apps/" + app + "/tokens/" + second + "/rotate", "");
        Reply elsewhere = server.post("apps/" + newApplication() + "/tokens/" + second + "/rotate", "");

        assertThat(rotated.json().at("/row/expires_at").isNull()).isTrue();
        assertThat(list.json().at("/tokens/1/revoked_at").isNull()).isFalse();
        assertThat(dead.status()).isEqualTo(409);
        assertThat(dead.text("/error/message")).contains("no longer live");
        assertThat(elsewhere.status()).isEqualTo(404);
        assertThat(column("SELECT token_id::text FROM api_tokens WHERE app_id = '" + app + "'"))
                .as("what was refused made none")
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    void secrets_rotate_with_an_overlap_and_two_live_at_most() throws Exception {
        String app = newApplication();
        Reply rotated = server.post("apps/" + app + "/secrets/rotate", "{\"overlap\":\"1h\"}");
        Reply third = server.post("apps/" + app + "/secrets", "");
        Reply again = server.post("apps/" + app + "/secrets/rotate", "");
        Reply list = server.get("apps/" + app + "/secrets");
        String old = list.text("/secrets/1/secret_id");

        Reply revoked = server.call("DELETE", "apps/" + app + "/secrets/" + old, null);

        assertThat(rotated.status()).isEqualTo(201);
        assertThat(third.status()).isEqualTo(409);
        assertThat(third.text("/error/code")).isEqualTo("conflict");
        assertThat(third.text("/error/message")).contains("two live secrets").contains("revoke");
        assertThat(again.status()).isEqualTo(409);
        assertThat(list.json().at("/secrets/0/expires_at").isNull()).isTrue();
        assertThat(list.json().at("/secrets/1/expires_at").isNull()).isFalse();
        assertThat(list.response().body()).doesNotContain(rotated.text("/secret"));
        assertThat(revoked.json().at("/secrets/1/revoked_at").isNull()).isFalse();
        assertThat(server.post("apps/" + app + "/secrets", "").status()).isEqualTo(201);
    }

    @Test
    void usage_counts_what_was_received_this_month_as_quotas_do() throws Exception {
        Reply org = server.post("orgs", "{\"name\":\"o\",\"id\":\"used\",\"tier\":\"free\"}");
        server.post("apps", "{\"name\":\"a\",\"org\":\"used\",\"id\":\"used_a\"}");
        server.post("apps", "{\"name\":\"b\",\"org\":\"used\",\"id\":\"used_b\",\"environment\":\"staging\"}");
        column("""
                INSERT INTO event_counts (org_id, app_id, event_type, hour, received_on, events)
                SELECT 'used', app, 't', '2026-01-01 00:00Z', received_on, events
                FROM (SELECT now() AT TIME ZONE 'UTC') AS clock (utc),
                    -- The same in the next month, which may have begun when they are asked for.
                    LATERAL (SELECT (date_trunc('month', utc) + interval '1 month')::date) AS later (month),
                    LATERAL (VALUES ('used_a', utc::date, 60), ('used_a', utc::date - 40, 500), ('used_b', utc::date, 7),
                        ('used_a', month, 60), ('used_b', month, 7)) AS v (app, received_on, events)
                RETURNING app_id""");

        Reply whole = server.get("orgs/" + org.text("/org_uuid") + "/usage");
        Reply staging = server.get("apps/used_b/usage");
        server.call("PATCH", "orgs/used", "{\"tier\":\"pro\"}");
        Reply unlimited = server.get("apps/used_a/usage");

        assertThat(whole.status()).as(whole.response().body()).isEqualTo(200);
        assertThat(whole.text("/resets_at")).matches("20\\d\\d-\\d\\d-01T00:00:00Z");
        assertThat(numbers(whole, "")).containsExactly("60", "10000", "9940");
        assertThat(numbers(whole, "/applications/0")).containsExactly("60", "10000", "9940");
        assertThat(numbers(whole, "/applications/1")).containsExactly("7", "1000", "993");
        assertThat(staging.json().at("/applications"))
                .hasSize(1)
                .containsExactly(whole.json().at("/applications/1"));
        assertThat(numbers(staging, "")).containsExactly("60", "10000", "9940");
        assertThat(unlimited.text("/tier")).isEqualTo("pro");
        assertThat(numbers(unlimited, "/applications/0")).containsExactly("60", "null", "null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | orgs                     | {\"name\":\"\"}                         | 400 | 1 to 255",
                "POST   | orgs                     | {\"name\":\"a\\u0007b\"}                | 400 | control",
                "POST   | orgs                     | {\"name\":\"a\",\"id\":\"a b\"}         | 400 | A-Z a-z 0-9",
                "POST   | orgs                     | {\"name\":\"a\",\"tier\":\"GOLD\"}      | 400 | tier",
                "POST   | orgs                     | {\"nam\":\"a\"}                         | 400 | no member \"nam\"",
                "POST   | orgs                     | {\"name\":[]}                           | 400 | right types",
                "POST   | orgs                     | null                                    | 400 | JSON object",
                "POST   | orgs                     | {\"name\":\"a\"} {}                     | 400 | JSON object",
                "PATCH  | orgs/known               | {}                                      | 400 | what to change",
                "PATCH  | orgs/unknown             | {\"name\":\"x\"}                        | 404 | no organisation unknown",
                "POST   | orgs                     | {\"name\":\"a\",\"id\":\"known\"}       | 409 | taken",
                "POST   | apps                     | {\"name\":\"a\"}                        | 400 | which organisation",
                "POST   | apps                     | {\"name\":\"a\",\"org\":\"unknown\"}    | 404 | no organisation",
                "POST   | apps                     | {\"name\":\"a\",\"org\":\"known\",\"environment\":\"test\"} | 400 | staging",
                "GET    | apps/unknown             |                                         | 404 | no application",
                "GET    | apps/a%20b               |                                         | 400 | A-Z a-z 0-9",
                "GET    | apps?limit=0             |                                         | 400 | limit",
                "GET    | apps?limit=1&limit=2     |                                         | 400 | more than once",
                "GET    | orgs?after=%00           |                                         | 400 | U+0000",
                "GET    | apps?after=a%00b         |                                         | 400 | U+0000",
                "POST   | apps/known/tokens        | {\"scopes\":[\"admin\"]}                | 400 | ingest, read",
                "POST   | apps/known/tokens        | {\"expires_in\":\"soon\"}               | 400 | expires_in",
                "POST   | apps/known/tokens        | {\"expires_in\":\"0s\"}                 | 400 | expiry",
                "DELETE | apps/known/tokens/0      |                                         | 404 | no token 0",
                "POST   | apps/known/tokens/0/rotate | {}                                    | 404 | no token 0",
                "POST   | apps/known/tokens/0/rotate | {\"overlap\":\"-1s\"}                 | 400 | overlap",
                "DELETE | apps/known/tokens/x      |                                         | 404 | number",
                "DELETE | apps/known/secrets/0     |                                         | 404 | no secret 0",
                "POST   | apps/known/secrets/rotate| {\"overlap\":\"-1s\"}                   | 400 | overlap",
                "PUT    | apps                     | {}                                      | 405 | GET, POST",
                "GET    | nothing                  |                                         | 404 | Nothing",
                "GET    | orgs/unknown/usage       |                                         | 404 | no organisation unknown",
                "GET    | apps/unknown/usage       |                                         | 404 | no application unknown",
                "POST   | apps/known/usage         | {}                                      | 405 | GET",
                "GET    | apps/                    |                                         | 400 | A-Z a-z 0-9",
                "POST   | apps/known/secrets       | {\"overlap\":\"1h\"}                    | 400 | no member",
                "POST   | apps/known/disable       | {\"dry_run\":true}                      | 400 | no member",
                "DELETE | apps/known/tokens/1      | {\"dry_run\":true}                      | 400 | there are none",
                "GET    | apps                     | {\"org\":\"known\"}                     | 400 | there are none",
                "GET    | apps?organisation=known  |                                         | 400 | after, limit, org",
                "POST   | apps/known/promote?yes=1 |                                         | 400 | there are none",
                "POST   | orgs                     | {\"name\":\"a\",\"tier\":\"\\u0000\"}     | 400 | U+0000",
                "POST   | apps/known/tokens        | {\"scopes\":[\"\\u0000\"]}               | 400 | U+0000"
            })
    void bad_input_is_answered_with_what_is_wrong(String method, String path, String body, int status, String message)
            throws Exception {
        server.post("orgs", "{\"name\":\"a\",\"id\":\"known\"}");
        server.post("apps", "{\"name\":\"a\",\"id\":\"known\",\"org\":\"known\"}");

        Reply reply = server.call(method, path, body);

        assertThat(reply.status()).as(reply.response().body()).isEqualTo(status);
        assertThat(reply.text("/error/message")).contains(message);
    }

    @Test
    void a_wrong_token_is_counted_and_logged_without_it() throws Exception {
        // its own, since one line in ten seconds is logged, and other tests guess too
        try (AdminServer untried = AdminServer.start(POSTGRES.database(), NOBODY, AdminServer.withToken());
                LogCapture log = LogCapture.open()) {
            untried.send(untried.request("orgs").header("Authorization", "Bearer guessed-by-somebody"));
            untried.send(untried.request("orgs"));

            assertThat(log.lines("a wrong admin token was sent from 127.0.0.1"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).startsWith("WARN "));
            assertThat(log.text()).doesNotContain("guessed-by-somebody");
            assertThat(untried.metric("ingest_auth_failures_total{reason=\"admin_token\"}"))
                    .as("no token is no try")
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer wrong", "Basic " + AdminServer.TOKEN})
    void whoever_does_not_bear_the_token_sees_nothing(String authorization) throws Exception {
        for (String path : List.of("orgs", "nothing", "apps/x/disable")) {
            Reply reply = server.send(server.request(path)
                    .header("Authorization", authorization)
                    .POST(BodyPublishers.ofString("no JSON")));

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.text("/error/code")).isEqualTo("unauthorized");
            assertThat(reply.response().headers().firstValue("WWW-Authenticate"))
                    .isPresent();
        }
        assertThat(server.send(server.request("orgs")).status()).isEqualTo(401);
        assertThat(server.send(server.request("orgs")
                                .header("Authorization", "Bearer " + AdminServer.TOKEN)
                                .header("Authorization", "Bearer " + AdminServer.TOKEN))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void the_body_must_say_that_it_is_json_and_be_small() throws Exception {
        Reply form = server.send(server.request("orgs")
                .header("Authorization", "Bearer " + AdminServer.TOKEN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("name=x")));
        Reply large = server.post("orgs", " ".repeat(70_000));

        assertThat(form.status()).isEqualTo(415);
        assertThat(large.status()).isEqualTo(413);
    }

    @Test
    void without_a_configured_token_there_is_no_administration() throws Exception {
        try (AdminServer off = AdminServer.start(POSTGRES.database(), NOBODY, "")) {
            Reply reply = off.get("orgs");

            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text("/error/message")).contains("ADMIN_TOKEN");
        }
    }

    @Test
    void the_door_has_no_administration() throws Exception {
        Reply reply = server.send(
                java.net.http.HttpRequest.newBuilder(server.doorUrl().resolve("/api/v1/orgs"))
                        .header("Authorization", "Bearer " + AdminServer.TOKEN));

        assertThat(reply.status()).isEqualTo(404);
    }

    @Test
    void changes_are_audited_under_the_tokens_fingerprint_and_without_secrets() throws Exception {
        server.post("orgs", "{\"name\":\"a\",\"id\":\"audited\"}");
        Reply made = server.post("apps", "{\"name\":\"a\",\"org\":\"audited\"}");

        List<String> rows = column("SELECT actor || details::text FROM audit_log WHERE org_id = 'audited'");

        assertThat(rows).hasSize(4).allSatisfy(row -> assertThat(row).matches("token:[0-9a-f]{8}\\{.*"));
        assertThat(String.join("", rows))
                .doesNotContain(made.text("/token/token"))
                .doesNotContain(made.text("/secret/secret"));
    }

    @Test
    void a_change_that_fails_leaves_no_audit_row() throws Exception {
        server.post("orgs", "{\"name\":\"a\",\"id\":\"once\"}");
        server.post("orgs", "{\"name\":\"a\",\"id\":\"once\"}");

        assertThat(column("SELECT action FROM audit_log WHERE org_id = 'once'")).hasSize(1);
    }

    private static String newApplication() throws Exception {
        String org = server.post("orgs", "{\"name\":\"o\"}").text("/org_id");
        return server.post("apps", "{\"name\":\"a\",\"org\":\"" + org + "\"}").text("/application/app_id");
    }

    private static List<String> numbers(Reply usage, String of) {
        return List.of(
                usage.json().at(of + "/events_this_month").toString(),
                usage.json().at(of + "/events_limit").toString(),
                usage.json().at(of + "/events_remaining").toString());
    }

    private static List<String> audit(String app) throws SQLException {
        return column("SELECT action FROM audit_log WHERE app_id = '" + app + "' ORDER BY audit_id");
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
