package dev.clacks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.common.metrics.Metrics;
import dev.clacks.ingest.config.CredentialSettings;
import dev.clacks.ingest.config.DatabaseSettings;
import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.ingest.encryption.AesSecretCipher;
import dev.clacks.ingest.encryption.MasterKeys;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.ingest.running.Tenants;
import dev.clacks.ingest.server.Pool;
import dev.clacks.testkit.fault.FaultProxy;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.testkit.time.Await;
import io.dropwizard.util.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the door learns of its callers without its connectors, and with a longer poll than a configuration may ask for. */
final class CallerCredentialsIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    /** Without notices: what is loaded at the start, and what is looked at when the connection that listens is there. */
    private static final int LOOKS_WITHOUT_NOTICES = 2;

    private final TestDatabase database = POSTGRES.database();
    private final String url = database.libpqUrl(database.login(DatabaseRole.API));
    private final FaultProxy direct = FaultProxy.to(database.port());
    private final IngestConfiguration configuration = configuration();
    private final Pool pool = Pool.of(configuration.database());
    private final List<ManagedLoop> loops = new ArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        for (ManagedLoop loop : loops) {
            loop.stop();
        }
        pool.close();
        direct.close();
    }

    @Test
    void changesAreListenedForWhereTheConfigurationSays() {
        CallerCredentials callers = CallerCredentials.of(
                configuration,
                pool,
                new AesSecretCipher(MasterKeys.none()),
                new IngestMetrics(Metrics.bare().registry()),
                InstantSource.system(),
                (name, turn) -> loops.add(new ManagedLoop(
                        name,
                        turn,
                        java.time.Duration.ofMinutes(1),
                        java.time.Duration.ofSeconds(5),
                        InstantSource.system())));
        loops.forEach(ManagedLoop::start);
        Await.untilEqual("the connection that listens", 1, direct::connections);
        Tenants tenants = new Tenants(database);
        // each comes after the one before it was seen, and so takes a look of its own
        for (int i = 0; i <= LOOKS_WITHOUT_NOTICES; i++) {
            Tenant late = tenants.store(Tenant.fresh("late"));
            Await.untilTrue(
                    "a new tenant", () -> callers.bearers().credentials().application(late.appId()) != null);
        }
        assertThat(direct.connections()).as("nothing else goes that way").isEqualTo(1);
    }

    private IngestConfiguration configuration() {
        String listenUrl = new TestDatabase("127.0.0.1", direct.port(), database.name())
                .libpqUrl(database.login(DatabaseRole.API));
        return new IngestConfiguration(
                null,
                new DatabaseSettings(url, url, listenUrl, 6),
                new CredentialSettings(Duration.days(1), Duration.days(1), Duration.days(2), Duration.days(1)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
