package dev.clacks.ingest.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.ingest.encryption.AesSecretCipher;
import dev.clacks.ingest.encryption.MasterKeys;
import dev.clacks.ingest.encryption.Sealed;
import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.LogCapture;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.RunningDoor;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A door that still has the old master key alone, while another one encrypts under the new key already. */
final class MasterKeyIT {

    private static final String OLD = "old:" + "11".repeat(32);
    private static final String NEW = "new:" + "22".repeat(32);
    private static final String UNOPENED = "ingest_secrets_unopened";

    @RegisterExtension
    static final Door DOOR = new Door(InstantSource.system(), encryption(OLD));

    @Test
    void whoseSecretCannotBeOpenedIsNotToldThatHeIsWrongAndADoorThatStartsSoIsNotReady() throws IOException {
        Tenant tenant = DOOR.tenants().store(Tenant.fresh("sealed"));
        Await.untilEqual(
                "the tenant",
                200,
                () -> DOOR.send(call(DOOR.running(), tenant, tenant.secret())).status());
        assertThat(DOOR.metric(UNOPENED)).isZero();
        try (LogCapture log = LogCapture.open()) {
            store(tenant, "sealed secret", "new");
            Await.untilEqual("secrets that cannot be opened", 1.0, () -> DOOR.metric(UNOPENED));

            Reply reply = DOOR.send(call(DOOR.running(), tenant, "sealed secret"));
            Checks.nested(reply, 503, "auth_unavailable");
            assertThat(reply.header("retry-after")).isEqualTo("5");
            Checks.answer(DOOR.send(call(DOOR.running(), tenant, tenant.secret())), 200);
            Checks.answer(DOOR.send(DOOR.fresh(1)), 200);
            Checks.nested(DOOR.send(call(DOOR.running(), Tenant.fresh("unknown"), "any")), 401, "unauthorized");
            assertThat(DOOR.metric("ingest_auth_failures_total{reason=\"secret_unopened\"}"))
                    .isPositive();
            Checks.answer(DOOR.running().getAdmin("/ready"), 200);
            assertThat(log.lines("MASTER_KEY lacks the keys [new]"))
                    .hasSize(1)
                    .allMatch(line -> line.startsWith("ERROR") && line.contains("Add the keys behind the current one"));
            assertThat(log.text()).doesNotContain("sealed secret", "2222");
        }
        try (RunningDoor other = start(OLD + "," + NEW)) {
            Await.untilEqual(
                    "a door of both keys", 200, () -> other.getAdmin("/ready").status());
            Checks.answer(other.send(call(other, tenant, "sealed secret")), 200);
        }

        try (RunningDoor late = start(OLD)) {
            Await.until(
                    "what a door says that was started without the key",
                    () -> late.getAdmin("/ready").text(),
                    text -> text.contains("MASTER_KEY lacks: new"));
            Checks.answer(late.getAdmin("/ready"), 503);

            DOOR.tenants().run("UPDATE app_secrets SET revoked_at = now() WHERE app_id = ?", tenant.appId());
            Await.untilEqual("readiness", 200, () -> late.getAdmin("/ready").status());
        }
        Await.untilEqual(
                "the answer to a revoked secret",
                401,
                () -> DOOR.send(call(DOOR.running(), tenant, "sealed secret")).status());
    }

    @Test
    void aSecretThatWasDamagedIsCountedAndKeepsNobodyElseOut() throws IOException {
        Tenant tenant = DOOR.tenants().store(Tenant.fresh("damaged"));
        store(tenant, "damaged secret", "old");
        Await.untilEqual(
                "the damaged secret's answer",
                503,
                () -> DOOR.send(call(DOOR.running(), tenant, "damaged secret")).status());
        Checks.answer(DOOR.running().getAdmin("/ready"), 200);
        DOOR.tenants().run("DELETE FROM app_secrets WHERE app_id = ?", tenant.appId());
        Await.untilEqual("secrets that cannot be opened", 0.0, () -> DOOR.metric(UNOPENED));
    }

    /** As a door seals it that has the new key; the key's id is stored as said. */
    private static void store(Tenant tenant, String secret, String keyId) {
        Sealed sealed = new AesSecretCipher(MasterKeys.parse(NEW)).seal(tenant.appId(), secret.getBytes(UTF_8));
        DOOR.tenants()
                .run(
                        "INSERT INTO app_secrets (app_id, secret, key_id) VALUES (?, ?, ?)",
                        tenant.appId(),
                        sealed.bytes(),
                        keyId);
    }

    private static Call call(RunningDoor door, Tenant tenant, String secret) {
        return door.call(tenant, Dialect.DOCUMENTED, TestEvent.batch(DOOR.events(1)))
                .secret(secret);
    }

    private static RunningDoor start(String masterKeys) {
        KafkaSettings kafka = DOOR.kafkaSettings();
        String database = DOOR.database().libpqUrl(DOOR.database().login(DatabaseRole.API));
        return RunningDoor.start(Door.yaml(kafka, database) + encryption(masterKeys), InstantSource.system());
    }

    private static String encryption(String masterKeys) {
        return "encryption: {masterKeys: \"" + masterKeys + "\"}\n";
    }
}
