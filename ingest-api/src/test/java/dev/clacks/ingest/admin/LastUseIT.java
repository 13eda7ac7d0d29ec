package dev.clacks.ingest.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.RunningDoor;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When tokens and secrets were last used, so that one sees when the old one can go. */
class LastUseIT {

    @RegisterExtension
    static final Door DOOR = new Door(
            InstantSource.system(),
            AdminServer.withToken() + "\ncredentials: {pollInterval: 1s, lastUseInterval: 200ms}\n");

    private final AdminServer server = AdminServer.of(DOOR.running());

    @Test
    void each_credential_shows_its_own_use_and_no_change_of_credentials_comes_of_it() throws Exception {
        Tenant tenant = DOOR.tenants().store(Tenant.fresh("used"));
        String second = "second " + UUID.randomUUID();
        DOOR.tenants().addSecret(tenant, second);
        Instant before = Instant.now().minusSeconds(1);
        Await.untilEqual(
                "the second secret",
                200,
                () -> DOOR.send(call(tenant).secret(second)).status());
        Await.untilTrue("the token's use", () -> use(tenant, "tokens/0") != null);
        Await.untilTrue("the second secret's use", () -> use(tenant, "secrets/0") != null);
        String changes = one("SELECT count(*) FROM credential_changes");

        assertThat(Instant.parse(String.valueOf(use(tenant, "tokens/0")))).isBetween(before, Instant.now());
        assertThat(use(tenant, "secrets/1")).isNull();
        assertThat(DOOR.send(call(tenant).without("Authorization")).status()).isEqualTo(200);
        Await.untilTrue("the first secret's use", () -> use(tenant, "secrets/1") != null);

        assertThat(one("SELECT count(*) FROM credential_changes")).isEqualTo(changes);
    }

    @Test
    void a_refused_request_uses_nothing_and_time_never_goes_back() throws Exception {
        Tenant tenant = DOOR.tenants().store(Tenant.fresh("future"));
        DOOR.tenants().run("UPDATE api_tokens SET last_used_at = '2099-01-01Z' WHERE app_id = ?", tenant.appId());
        assertThat(DOOR.send(call(tenant).secret("wrong")).status()).isEqualTo(401);
        assertThat(use(tenant, "secrets/0")).isNull();

        Await.untilEqual("the tenant", 200, () -> DOOR.send(call(tenant)).status());
        Await.untilTrue("the secret's use", () -> use(tenant, "secrets/0") != null);

        assertThat(use(tenant, "tokens/0")).startsWith("2099-01-01");
    }

    @Test
    void a_replay_is_no_use() throws Exception {
        Tenant tenant = DOOR.tenants().store(Tenant.fresh("replayed"));
        String second = "second " + UUID.randomUUID();
        DOOR.tenants().addSecret(tenant, second);
        byte[] shifted = ("recorded-nonce:" + new String(TestEvent.batch(DOOR.events(1)), UTF_8)).getBytes(UTF_8);
        Await.untilEqual(
                "the second secret",
                400,
                () -> DOOR.send(Call.of(tenant, Dialect.DOCUMENTED, shifted, Instant.now())
                                .without("Authorization")
                                .secret(second))
                        .status());

        Await.untilEqual("the first secret", 200, () -> DOOR.send(call(tenant)).status());
        Await.untilTrue("the first secret's use", () -> use(tenant, "secrets/1") != null);

        assertThat(use(tenant, "secrets/0")).isNull();
    }

    @Test
    void a_door_that_stops_writes_what_it_knows() throws Exception {
        Tenant tenant = DOOR.tenants().store(Tenant.fresh("stopped"));
        String yaml = Door.yaml(
                DOOR.kafkaSettings(), DOOR.database().libpqUrl(DOOR.database().login(DatabaseRole.API)));
        try (RunningDoor other = RunningDoor.start(yaml, InstantSource.system())) {
            Await.untilEqual(
                    "the other door", 200, () -> other.send(call(tenant)).status());
            assertThat(use(tenant, "tokens/0")).isNull();
        }

        assertThat(use(tenant, "tokens/0")).isNotNull();
        assertThat(use(tenant, "secrets/0")).isNotNull();
    }

    private @Nullable String use(Tenant tenant, String which) throws IOException, InterruptedException {
        String list = which.substring(0, which.indexOf('/'));
        var used = server.get("apps/" + tenant.appId() + "/" + list).json().at("/" + which + "/last_used_at");
        return used.isNull() ? null : used.asText();
    }

    private static Call call(Tenant tenant) {
        return Call.of(tenant, Dialect.DOCUMENTED, TestEvent.batch(DOOR.events(1)), Instant.now());
    }

    private static String one(String sql) throws SQLException {
        try (Connection connection = DOOR.database().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
