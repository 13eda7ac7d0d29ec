package dev.clacks.ingest.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.admin.AdminServer.Reply;
import dev.clacks.ingest.command.Terminal;
import dev.clacks.ingest.running.Door;
import dev.clacks.testkit.time.Await;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an administrator is shown for a new application works as it stands. */
class NewApplicationIT {

    @RegisterExtension
    static final Door DOOR = new Door(
            InstantSource.system(),
            AdminServer.withToken() + "\ncredentials: {pollInterval: 1s, lastUseInterval: 200ms}\n");

    private final AdminServer server = AdminServer.of(DOOR.running());

    @Test
    void the_shells_lines_of_the_admin_api_send_an_event() throws Exception {
        server.post("orgs", "{\"name\":\"o\",\"id\":\"org_curl\"}");
        Reply made = server.post("apps", "{\"name\":\"a\",\"org\":\"org_curl\"}");

        String answer = sent(made.text("/examples/curl"));

        assertThat(answer).contains("HTTP/1.1 200").contains("\"accepted\":1");
        assertThat(made.text("/examples/rust")).isEqualTo("""
                let sync = telemetry_kit::sync::SyncConfig::builder()
                    .endpoint("http://localhost:%d")
                    .org_id("%s")?
                    .app_id("%s")?
                    .token("%s")
                    .secret("%s")
                    .build()?;
                let telemetry = TelemetryKit::builder()
                    .service_name("my-app")?
                    .service_version("1.0.0")
                    .sync(sync)
                    .auto_sync(true)
                    .build()?;
                """.formatted(
                        DOOR.running().port(),
                        made.text("/application/org_uuid"),
                        made.text("/application/app_uuid"),
                        made.text("/token/token"),
                        made.text("/secret/secret")));
    }

    @Test
    void the_shells_lines_of_the_command_send_an_event() throws Exception {
        var terminal = new Terminal(
                DOOR.database(),
                "admin: {publicUrl: \"http://127.0.0.1:" + DOOR.running().port() + "\"}\n");
        terminal.run("org", "create", "o", "--id", "org_cli");
        String printed = terminal.run("app", "create", "a", "--org", "org_cli").out();

        String answer = sent(printed.substring(printed.indexOf("    id=$(")));

        assertThat(answer).contains("HTTP/1.1 200").contains("\"accepted\":1");
    }

    /** The answer once the door knows who is new, which may take longer than it lets a stranger wait. */
    private static String sent(String lines) {
        return Await.until("an answer to one it knows", () -> bash(lines), answer -> !answer.contains("HTTP/1.1 401"));
    }

    private static String bash(String lines) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", lines)
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
