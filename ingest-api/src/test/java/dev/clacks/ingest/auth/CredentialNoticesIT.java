package dev.clacks.ingest.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.ingest.encryption.AesSecretCipher;
import dev.clacks.ingest.encryption.MasterKeys;
import dev.clacks.ingest.running.ApiDataSource;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.ingest.running.Tenants;
import dev.clacks.testkit.embedded.PostgresLogin;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.testkit.time.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store that polls once a day: whatever it learns meanwhile, a notice told it. */
final class CredentialNoticesIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final CredentialStore.Ages ONCE_A_DAY =
            new CredentialStore.Ages(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(2));

    private final TestDatabase database = POSTGRES.database();
    private final PostgresLogin login = database.login(DatabaseRole.API);
    private final Tenants tenants = new Tenants(database);
    private final CredentialStore store = new CredentialStore(
            new JdbcCredentialSource(
                    ApiDataSource.of(database), new AesSecretCipher(MasterKeys.none()), new LastUses()),
            ONCE_A_DAY,
            System::nanoTime);
    private final AtomicInteger told = new AtomicInteger();
    private final List<ManagedLoop> loops = List.of(
            loop("credentials", store),
            loop("notices", new CredentialNotices(DatabaseUrl.parse(database.libpqUrl(login)), () -> {
                told.incrementAndGet();
                store.refresh();
            })));

    @AfterEach
    void stop() throws InterruptedException {
        for (ManagedLoop loop : loops) {
            loop.stop();
        }
    }

    @Test
    void everyChangeInPlainSqlIsSeenThoughNobodyPolls() {
        loops.forEach(ManagedLoop::start);
        Await.untilTrue("the connection for notices", () -> told.get() > 0);
        // Once this one is known, what the new connection itself made the store look at is over.
        Tenant first = tenants.store(Tenant.fresh("first"));
        Await.untilEqual("the first tenant", List.of(first.secret()), () -> secrets(first));

        Tenant tenant = tenants.store(Tenant.fresh("told"));
        Await.untilEqual("a new tenant", List.of(tenant.secret()), () -> secrets(tenant));
        Await.untilTrue("its token", () -> credentials().token(tenant.token()) != null);
        tenants.addSecret(tenant, "another");
        Await.untilEqual("a new secret", List.of("another", tenant.secret()), () -> secrets(tenant));
        tenants.run("UPDATE app_secrets SET revoked_at = now() WHERE app_id = ?", tenant.appId());
        Await.untilEqual("a revoked secret", List.of(tenant.secret()), () -> secrets(tenant));
        tenants.run("UPDATE api_tokens SET revoked_at = now() WHERE app_id = ?", tenant.appId());
        Await.untilTrue("a revoked token", () -> credentials().token(tenant.token()) == null);
        tenants.run("UPDATE organizations SET tier = 'pro' WHERE org_id = ?", tenant.orgId());
        Await.untilEqual("another tier", "pro", () -> application(tenant).tier());
    }

    private List<String> secrets(Tenant tenant) {
        Credentials known = store.current();
        KnownApplication application = known == null ? null : known.application(tenant.appId());
        return application == null
                ? List.of()
                : application.secrets().stream()
                        .map(secret -> new String(secret.key().getEncoded(), UTF_8))
                        .toList();
    }

    private Credentials credentials() {
        return requireNonNull(store.current());
    }

    private KnownApplication application(Tenant tenant) {
        return requireNonNull(credentials().application(tenant.appId()));
    }

    private static ManagedLoop loop(String name, ManagedLoop.Turn turn) {
        return new ManagedLoop(name, turn, Duration.ofMinutes(1), Duration.ofSeconds(5), InstantSource.system());
    }
}
