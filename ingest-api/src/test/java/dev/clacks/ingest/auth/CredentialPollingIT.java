package dev.clacks.ingest.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.ingest.encryption.AesSecretCipher;
import dev.clacks.ingest.encryption.MasterKeys;
import dev.clacks.ingest.running.ApiDataSource;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.ingest.running.Tenants;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.testkit.time.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store that nobody tells anything, as behind a pooler that breaks LISTEN: whatever it learns, it asked for. */
final class CredentialPollingIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final TestDatabase database = POSTGRES.database();
    private final Tenants tenants = new Tenants(database);
    private final Tenant tenant = tenants.store(Tenant.fresh("polled"));
    private final CredentialStore store = new CredentialStore(
            new JdbcCredentialSource(
                    ApiDataSource.of(database), new AesSecretCipher(MasterKeys.none()), new LastUses()),
            new CredentialStore.Ages(Duration.ofMillis(50), Duration.ofDays(1), Duration.ofDays(1)),
            System::nanoTime);
    private final ManagedLoop loop =
            new ManagedLoop("credentials", store, Duration.ofMinutes(1), Duration.ofSeconds(5), InstantSource.system());

    @BeforeEach
    void start() {
        loop.start();
        Await.untilEqual("the tenant", List.of(tenant.secret()), this::secrets);
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
    }

    @Test
    void whatIsRevokedDiesThoughNobodyTells() {
        tenants.addSecret(tenant, "another");
        Await.untilEqual("a new secret", List.of("another", tenant.secret()), this::secrets);
        tenants.run("UPDATE app_secrets SET revoked_at = now() WHERE app_id = ?", tenant.appId());
        Await.untilEqual("a revoked secret", List.of(tenant.secret()), this::secrets);
        tenants.run("UPDATE api_tokens SET revoked_at = now() WHERE app_id = ?", tenant.appId());
        Await.untilTrue("a revoked token", () -> {
            Credentials known = store.current();
            return known != null && known.token(tenant.token()) == null;
        });
        tenants.run("DELETE FROM applications WHERE app_id = ?", tenant.appId());
        Await.untilEqual("a deleted application's secrets", List.of(), this::secrets);
    }

    /** Of the tenant's application; none where it is unknown. */
    private List<String> secrets() {
        Credentials known = store.current();
        KnownApplication application = known == null ? null : known.application(tenant.appId());
        return application == null
                ? List.of()
                : application.secrets().stream()
                        .map(secret -> new String(secret.key().getEncoded(), UTF_8))
                        .toList();
    }
}
