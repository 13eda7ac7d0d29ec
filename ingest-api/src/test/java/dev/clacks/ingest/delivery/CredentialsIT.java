package dev.clacks.ingest.delivery;

import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.RunningDoor;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.ingest.running.Tenants;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import dev.clacks.testkit.fault.FaultProxy;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.testkit.time.Await;
import dev.clacks.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Credentials that come, go and grow old, with a proxy before PostgreSQL that can cut, refuse and stall. */
final class CredentialsIT {

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final TestEvents events = TestEvents.fresh(clock);
    private final TestDatabase database = POSTGRES.database();
    private final Tenants tenants = new Tenants(database);
    private final FaultProxy proxy = FaultProxy.to(database.port());
    private final Tenant tenant = tenants.store(Tenant.fresh("known"));
    private final RunningDoor door = start(database.name());

    @BeforeEach
    void awaitDoor() {
        Await.untilEqual("readiness", 200, () -> door.getAdmin("/ready").status());
    }

    @AfterEach
    void close() {
        proxy.close();
        door.close();
    }

    @Test
    void theDoorServesWithoutPostgresqlUpToTheHardAgeAndIsBackByItself() throws IOException {
        proxy.refuse();
        clock.advance(Duration.ofMinutes(59));
        Checks.answer(door.send(call(tenant)), 200);
        Checks.nested(door.send(call(tenant).secret("wrong")), 401, "unauthorized");
        Checks.answer(door.getAdmin("/ready"), 200);

        clock.advance(Duration.ofMinutes(2));
        Checks.nested(door.send(call(tenant)), 503, "auth_unavailable");
        Checks.nested(door.send(call(tenant).secret("wrong")), 503, "auth_unavailable");
        Checks.nested(door.send(call(Tenant.fresh("unknown"))), 503, "auth_unavailable");
        Checks.answer(door.getAdmin("/ready"), 503);

        proxy.accept();
        Await.untilEqual("the door", 200, () -> door.send(call(tenant)).status());
    }

    @Test
    void aDatabaseThatHangsHoldsNobodyUp() throws IOException {
        proxy.stall();
        // each of these answers comes while PostgreSQL hangs: nothing but this thread lets it go on, and only after
        // them
        Checks.answer(door.send(call(tenant)), 200);
        Tenant late = tenants.store(Tenant.fresh("late"));
        Checks.nested(door.send(call(late)), 401, "unauthorized");
        Checks.answer(door.send(call(tenant)), 200);
        proxy.resume();
        Await.untilEqual("a new tenant", 200, () -> door.send(call(late)).status());
    }

    @Test
    void brokenConnectionsAreReplaced() throws IOException {
        proxy.cut();
        Tenant late = tenants.store(Tenant.fresh("late"));
        Await.untilEqual("a new tenant", 200, () -> door.send(call(late)).status());
    }

    @Test
    void aTenantAddedInPlainSqlCanSendAtOnceOrSoon() {
        Tenant late = tenants.store(Tenant.fresh("late"));
        Await.untilEqual("a new tenant", 200, () -> door.send(call(late)).status());
    }

    @Test
    void twoLiveSecretsAreAcceptedAtOnceUntilOneIsRevoked() throws IOException {
        String second = "second " + UUID.randomUUID();
        tenants.addSecret(tenant, second);
        Await.untilEqual(
                "the second secret",
                200,
                () -> door.send(call(tenant).secret(second)).status());
        Checks.answer(door.send(call(tenant)), 200);
        Checks.answer(door.send(call(tenant).secret(second)), 200);
        Checks.nested(door.send(call(tenant).secret("a third")), 401, "unauthorized");

        tenants.run("UPDATE applications SET hmac_secret = NULL WHERE app_id = ?", tenant.appId());
        Await.untilEqual("the first secret", 401, () -> door.send(call(tenant)).status());
        Checks.answer(door.send(call(tenant).secret(second)), 200);
    }

    @Test
    void whatIsRevokedDies() {
        String secret = "second " + UUID.randomUUID();
        tenants.addSecret(tenant, secret);
        Await.untilEqual(
                "a new secret",
                200,
                () -> door.send(call(tenant).secret(secret)).status());
        tenants.run("UPDATE app_secrets SET revoked_at = now() WHERE app_id = ?", tenant.appId());
        Await.untilEqual(
                "a revoked secret",
                401,
                () -> door.send(call(tenant).secret(secret)).status());
        tenants.run("UPDATE api_tokens SET revoked_at = now() WHERE app_id = ?", tenant.appId());
        Await.untilEqual("a revoked token", 401, () -> door.send(call(tenant)).status());
        Await.untilEqual(
                "without the token",
                200,
                () -> door.send(call(tenant).without("Authorization")).status());
        tenants.run("UPDATE applications SET hmac_secret = 'another' WHERE app_id = ?", tenant.appId());
        Await.untilEqual(
                "a replaced secret",
                401,
                () -> door.send(call(tenant).without("Authorization")).status());
    }

    @Test
    void whatIsDisabledAndDeletedDies() {
        tenants.run("UPDATE applications SET disabled_at = now() WHERE app_id = ?", tenant.appId());
        Await.untilEqual(
                "a disabled application", 403, () -> door.send(call(tenant)).status());
        tenants.run("DELETE FROM applications WHERE app_id = ?", tenant.appId());
        Await.untilEqual(
                "a deleted application", 401, () -> door.send(call(tenant)).status());
    }

    @Test
    void theDoorStartsWithoutPostgresqlAndSaysNeither200Nor401() throws IOException {
        proxy.refuse();
        try (RunningDoor early = start(database.name())) {
            Checks.nested(early.send(call(tenant)), 503, "auth_unavailable");
            Checks.nested(early.send(call(Tenant.fresh("unknown"))), 503, "auth_unavailable");
            Checks.answer(early.getAdmin("/ready"), 503);
            Checks.answer(early.getAdmin("/health"), 200);
            proxy.accept();
            Await.untilEqual("the door", 200, () -> early.send(call(tenant)).status());
        }
    }

    @Test
    void aDatabaseWithoutTheSchemaIsNotReady() throws IOException {
        TestDatabase empty = POSTGRES.newEmptyDatabase();
        try (RunningDoor early = start(empty.name())) {
            Checks.nested(early.send(call(tenant)), 503, "auth_unavailable");
            Checks.answer(early.getAdmin("/ready"), 503);
        }
    }

    private RunningDoor start(String databaseName) {
        return RunningDoor.start(yaml(databaseName), clock);
    }

    private String yaml(String databaseName) {
        var kafka = KafkaSettings.at(KAFKA.bootstrapServers()).withTopics(KAFKA.topics());
        return Door.yaml(kafka, url(proxy, databaseName)) + "credentials: {pollInterval: 1s}\n";
    }

    private String url(FaultProxy through, String databaseName) {
        return new TestDatabase("127.0.0.1", through.port(), databaseName).libpqUrl(database.login(DatabaseRole.API));
    }

    private Call call(Tenant from) {
        return Call.of(from, Dialect.DOCUMENTED, TestEvent.batch(events.next(1)), clock.instant());
    }
}
