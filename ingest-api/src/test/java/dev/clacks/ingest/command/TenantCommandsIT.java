package dev.clacks.ingest.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.command.Terminal.Ran;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantCommandsIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @SuppressWarnings("NullAway.Init")
    private static Terminal terminal;

    @BeforeAll
    static void start() {
        terminal = new Terminal(POSTGRES.database(), "");
        terminal.run("org", "create", "Known", "--id", "known");
        terminal.run("app", "create", "Known", "--org", "known", "--id", "known");
    }

    @Test
    void organisationsAreMadeChangedShownAndListed() {
        Ran made = terminal.run("org", "create", "Über uns", "--id", "org_cli", "--tier", "pro", "--json");
        Ran changed = terminal.run("org", "change", made.text("/org_uuid"), "--name", "Wir");
        Ran shown = terminal.run("org", "show", "org_cli", "--json");

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(changed.out()).contains("name     Wir\n").contains("tier     pro\n");
        assertThat(shown.text("/name")).isEqualTo("Wir");
        assertThat(terminal.run("org", "list").out())
                .startsWith("ID ")
                .containsPattern("org_cli +" + made.text("/org_uuid") + " +pro +20\\S+Z +Wir\n");
        assertThat(terminal.run("org", "list", "--json")
                        .json()
                        .at("/organizations")
                        .findValuesAsText("org_id"))
                .contains("known", "org_cli");
    }

    @Test
    void anApplicationIsMadeWithItsFirstCredentialsAndExamples() {
        Terminal public_ = new Terminal(POSTGRES.database(), "admin: {publicUrl: \"https://telemetry.example.com\"}\n");

        Ran made = public_.run("app", "create", "App", "--org", "known", "--json");
        Ran text = public_.run("app", "create", "App", "--org", "known");

        assertThat(made.text("/examples/rust"))
                .contains(".endpoint(\"https://telemetry.example.com\")\n")
                .contains(".org_id(\"" + made.text("/application/org_uuid") + "\")?\n")
                .contains(".app_id(\"" + made.text("/application/app_uuid") + "\")?\n")
                .contains(".token(\"" + made.text("/token/token") + "\")\n")
                .contains(".secret(\"" + made.text("/secret/secret") + "\")\n");
        assertThat(text.out())
                .contains("    let sync = telemetry_kit::sync::SyncConfig::builder()\n")
                .contains("    curl -si 'https://telemetry.example.com/v1/ingest/")
                .containsPattern("api token +ck_");
        assertThat(terminal.run("app", "list", "--org", "known", "--json")
                        .json()
                        .at("/applications")
                        .size())
                .isGreaterThanOrEqualTo(3);
        assertThat(terminal.run("app", "create", "App", "--org", "known", "--json")
                        .text("/examples/curl"))
                .contains("'http://localhost:0/v1/ingest/");
    }

    @Test
    void anApplicationIsDisabledAndEnabled() {
        assertThat(terminal.run("app", "disable", "known").out()).containsPattern("disabled +20");
        assertThat(terminal.run("app", "list").out()).containsPattern("known .* production +\\S+ +20\\S+ +Known");
        assertThat(terminal.run("app", "enable", "known").out()).containsPattern("disabled +-");
        assertThat(terminal.run("app", "show", "known", "--json")
                        .json()
                        .at("/disabled_at")
                        .isNull())
                .isTrue();
    }

    @Test
    void tokensAreMadeListedAndRevoked() {
        Ran made = terminal.run(
                "token",
                "create",
                "known",
                "--name",
                "ci",
                "--scope",
                "read",
                "--scope",
                "ingest",
                "--expires-in",
                "90d",
                "--json");
        String id = made.text("/row/token_id");

        Ran list = terminal.run("token", "list", "known");
        Ran revoked = terminal.run("token", "revoke", "known", id);

        assertThat(made.json().at("/row/scopes").toString()).isEqualTo("[\"ingest\",\"read\"]");
        assertThat(list.out())
                .containsPattern(id + " +" + made.text("/row/prefix") + " +ingest,read +\\S+ +- +until 20\\S+ +ci\n")
                .doesNotContain(made.text("/token"));
        assertThat(revoked.out()).contains("revoked 20");
    }

    @Test
    void aTokenRotatesIntoOneLikeIt() {
        String app =
                terminal.run("app", "create", "t", "--org", "known", "--json").text("/application/app_id");
        String old = terminal.run("token", "create", app, "--name", "ci", "--scope", "read", "--json")
                .text("/row/token_id");

        Ran rotated = terminal.run("token", "rotate", app, old, "--overlap", "1h");
        Ran list = terminal.run("token", "list", app);

        assertThat(rotated.code()).as(rotated.err()).isZero();
        assertThat(rotated.out()).contains("It is not shown again: ");
        assertThat(list.out())
                .containsPattern("read +\\S+ +- +live +ci\n")
                .containsPattern(old + " .+ until 20\\S+, replaced by \\d+ +ci\n");
    }

    @Test
    void secretsRotateAndAreRevoked() {
        String app =
                terminal.run("app", "create", "r", "--org", "known", "--json").text("/application/app_id");
        Ran rotated = terminal.run("secret", "rotate", app, "--overlap", "1h", "--json");
        Ran third = terminal.run("secret", "create", app);
        Ran list = terminal.run("secret", "list", app);
        Ran revoked = terminal.run("secret", "revoke", app, rotated.text("/row/secret_id"), "--json");

        assertThat(rotated.code()).as(rotated.err()).isZero();
        assertThat(third.code()).isEqualTo(2);
        assertThat(third.err()).startsWith("error: the application " + app + " has two live secrets");
        assertThat(list.out())
                .contains("plain text")
                .contains("live")
                .contains("until 20")
                .doesNotContain(rotated.text("/secret"));
        assertThat(revoked.json().at("/secrets/0/revoked_at").isNull()).isFalse();
    }

    @Test
    void everyChangeIsInTheAuditLogUnderTheUsersName() {
        terminal.run("app", "create", "a", "--org", "known", "--id", "audited");
        terminal.run("app", "disable", "audited");

        Ran list = terminal.run("audit", "list", "--app", "audited", "--limit", "2");

        assertThat(list.out().lines().toList()).hasSize(3);
        assertThat(list.out().lines().skip(1).findFirst().orElseThrow())
                .contains("os:" + System.getProperty("user.name"))
                .contains("application.disable");
        assertThat(terminal.run("audit", "list", "--app", "audited", "--json")
                        .json()
                        .at("/entries")
                        .findValuesAsText("action"))
                .containsExactly("application.disable", "secret.create", "token.create", "application.create");
    }

    @Test
    void usageIsShownOfAnOrganisationAndOfOneOfItsApplications() throws Exception {
        terminal.run("org", "create", "Used", "--id", "used");
        terminal.run("app", "create", "a", "--org", "used", "--id", "used_a");
        terminal.run("app", "create", "b", "--org", "used", "--id", "used_b", "--environment", "staging");
        try (Connection connection = POSTGRES.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO event_counts (org_id, app_id, event_type, hour, received_on, events)
                    SELECT 'used', 'used_a', 't', '2026-01-01 00:00Z', received_on, 8765
                    FROM (SELECT now() AT TIME ZONE 'UTC') AS clock (utc),
                        -- The same in the next month, which may have begun when they are asked for.
                        unnest(ARRAY[utc, date_trunc('month', utc) + interval '1 month']) AS received_on""");
        }

        Ran whole = terminal.run("usage", "--org", "used");
        Ran json = terminal.run("usage", "--app", "used_b", "--json");
        Ran other = new Terminal(POSTGRES.database(), "tiers: {\"*\": {}}\n").run("usage", "--app", "used_a");

        assertThat(whole.out())
                .containsPattern("events this month +8,765\nlimit +10,000\nremaining +1,235\n")
                .containsPattern("used_a +production +8,765 +the organisation's +-\n")
                .containsPattern("used_b +staging +0 +1,000 +1,000\n");
        assertThat(json.text("/events_remaining")).isEqualTo("1235");
        assertThat(json.json().at("/applications").findValuesAsText("app_id")).containsExactly("used_b");
        assertThat(other.out())
                .containsPattern("limit +unlimited\nremaining +unlimited\n")
                .doesNotContain("used_b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org show unknown | there is no organisation unknown",
                "org create x --tier GOLD | a tier is",
                "org change known | say what to change",
                "org create x --id known | taken",
                "app show a'b | A-Z a-z 0-9",
                "app create x --org unknown | there is no organisation unknown",
                "app create x --org known --environment test | production or staging",
                "app promote known | only a staging one can be promoted",
                "app promote known --yes | only a staging one can be promoted",
                "token create known --scope admin | ingest, read",
                "token create known --expires-in soon | expires_in",
                "token revoke known 0 | no token 0",
                "token revoke known x | could not convert",
                "secret rotate known --overlap -1s | overlap",
                "secret re-encrypt | MASTER_KEY",
                "audit list --org unknown | there is no organisation",
                "usage --app unknown | there is no application unknown",
                "usage | --org",
                "usage --org known --app known | not allowed with",
                "app explode known | invalid choice",
                "app create x | --org",
                "org | too few arguments"
            })
    void whatTheUserCanMendIsSaidInALineAndExitsWithTwo(String line) {
        String[] parts = line.split(" \\| ", -1);

        Ran ran = terminal.run(parts[0].split(" ", -1));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("error: ").contains(parts[1]).doesNotContain("\tat ");
    }

    @Test
    void theWholeProgramKeepsStandardOutputForTheAnswer() throws Exception {
        String id = "p" + UUID.randomUUID();
        var database = POSTGRES.database();
        Ran made = program(
                database.libpqUrl(database.login(DatabaseRole.API)), "org", "create", "n", "--id", id, "--json");
        Ran help = program("", "token", "create", "--help");
        Ran away = program("postgresql://nobody:secret-of-mine@127.0.0.1:1/none", "org", "list");

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.text("/org_id")).isEqualTo(id);
        assertThat(help.code()).as(help.err()).isZero();
        assertThat(help.out()).contains("--expires-in").contains("--json").contains("APP");
        assertThat(away.code()).isEqualTo(2);
        assertThat(away.out()).isEmpty();
        assertThat(away.err())
                .contains("PostgreSQL cannot be used as nobody")
                .contains("DATABASE_URL")
                .doesNotContain("secret-of-mine");
    }

    private static Ran program(String databaseUrl, String... arguments) throws Exception {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.clacks.ingest.IngestApplication"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("DATABASE_URL", databaseUrl);
        Path err = Files.createTempFile("clacks", ".err");
        try {
            Process process = builder.redirectError(err.toFile()).start();
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Ran(process.waitFor(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }
}
