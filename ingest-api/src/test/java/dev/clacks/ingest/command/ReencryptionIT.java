package dev.clacks.ingest.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.auth.Credentials;
import dev.clacks.ingest.auth.JdbcCredentialSource;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.auth.LastUses;
import dev.clacks.ingest.command.Terminal.Ran;
import dev.clacks.ingest.encryption.AesSecretCipher;
import dev.clacks.ingest.encryption.MasterKeys;
import dev.clacks.ingest.running.ApiDataSource;
import dev.clacks.testkit.junit.PostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReencryptionIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final String OLD = "old:" + "11".repeat(32);
    private static final String NEW = "new:" + "22".repeat(32);

    private final Terminal plain = new Terminal(POSTGRES.database(), "");
    private final Terminal underOld = with(OLD);
    private final Terminal underNew = with(NEW + "," + OLD);

    /** What was signed with before, by its application: the same must sign afterwards. */
    private final Map<String, String> secrets = new HashMap<>();

    @BeforeEach
    void tenants() throws SQLException {
        execute("DELETE FROM applications");
        plain.run("org", "create", "o", "--id", "org");
        for (int i = 0; i < 3; i++) {
            secrets.put("p" + i, made(plain, "p" + i));
            secrets.put("e" + i, made(underOld, "e" + i));
            execute("INSERT INTO applications (app_id, org_id, name, hmac_secret) VALUES ('g" + i
                    + "', 'org', 'x', 'guide " + i + "')");
            secrets.put("g" + i, "guide " + i);
        }
        secrets.put(
                "p0",
                plain.run("secret", "rotate", "p0", "--overlap", "0s", "--json").text("/secret"));
    }

    @Test
    void allSecretsComeUnderTheCurrentKeyAndStayWhatTheyWere() throws SQLException {
        assertThat(opened()).isEqualTo(secrets);
        Ran dry = underNew.run("secret", "re-encrypt", "--dry-run");
        assertThat(dry.out())
                .contains("10 secrets are not under the current master key new")
                .contains("7 in plain text")
                .contains("3 under the master key old");
        assertThat(column("SELECT DISTINCT key_id FROM app_secrets WHERE key_id = 'new'"))
                .isEmpty();

        Ran done = underNew.run("secret", "re-encrypt", "--json");
        Ran again = underNew.run("secret", "re-encrypt", "--json");

        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.text("/secrets")).isEqualTo("10");
        assertThat(again.text("/secrets")).isEqualTo("0");
        assertThat(column("SELECT DISTINCT key_id FROM app_secrets")).containsExactly("new");
        assertThat(column("SELECT app_id FROM applications WHERE hmac_secret IS NOT NULL"))
                .isEmpty();
        assertThat(opened()).isEqualTo(secrets);
        assertThat(column("SELECT app_id FROM audit_log WHERE action = 'secret.re-encrypt' ORDER BY app_id"))
                .containsExactlyInAnyOrderElementsOf(secrets.keySet());
        assertThat(column("SELECT details::text FROM audit_log").toString()).doesNotContain("guide");
    }

    @Test
    void twoAtOnceDoItOnceAndTheDoorSeesAllSecretsAllTheTime() throws Exception {
        int before = column("SELECT app_id FROM audit_log WHERE action = 'secret.re-encrypt'")
                .size();
        try (var threads = Executors.newFixedThreadPool(2)) {
            var one = threads.submit(() -> underNew.run("secret", "re-encrypt", "--json"));
            var two = threads.submit(() -> underNew.run("secret", "re-encrypt", "--json"));
            while (!one.isDone() || !two.isDone()) {
                assertThat(opened()).isEqualTo(secrets);
            }
            assertThat(one.get().code() + two.get().code()).isZero();
            assertThat(Integer.parseInt(one.get().text("/secrets"))
                            + Integer.parseInt(two.get().text("/secrets")))
                    .isEqualTo(10);
        }
        assertThat(column("SELECT app_id FROM audit_log WHERE action = 'secret.re-encrypt'"))
                .hasSize(before + 9);
    }

    @Test
    void whatCannotBeOpenedStaysAndTheExitCodeSaysSo() throws SQLException {
        Ran done = with(NEW).run("secret", "re-encrypt");

        assertThat(done.code()).isEqualTo(1);
        assertThat(done.out()).contains("7 secrets were brought under the master key new");
        assertThat(done.err()).contains("3 secrets could not be opened");
        assertThat(underNew.run("secret", "re-encrypt").code()).isZero();
        assertThat(opened()).isEqualTo(secrets);
    }

    /** By the code and the rights of a door that knows both keys; an application of two live secrets would show. */
    private Map<String, String> opened() throws SQLException {
        var cipher = new AesSecretCipher(MasterKeys.parse(NEW + "," + OLD));
        Credentials credentials = new JdbcCredentialSource(
                        ApiDataSource.of(POSTGRES.database()), cipher, new LastUses())
                .load()
                .credentials();
        var opened = new HashMap<String, String>();
        for (String app : secrets.keySet()) {
            KnownApplication known = Objects.requireNonNull(credentials.application(app));
            opened.put(
                    app,
                    known.secrets().stream()
                            .map(secret -> new String(secret.key().getEncoded(), UTF_8))
                            .collect(Collectors.joining(" and ")));
        }
        return opened;
    }

    private static Terminal with(String masterKeys) {
        return new Terminal(POSTGRES.database(), "encryption: {masterKeys: \"" + masterKeys + "\"}\n");
    }

    private static String made(Terminal terminal, String id) {
        return terminal.run("app", "create", "x", "--org", "org", "--id", id, "--json")
                .text("/secret/secret");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = POSTGRES.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
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
