package dev.clacks.ingest;

import dev.clacks.common.app.Probe;
import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.ingest.auth.BearerAuthenticator;
import dev.clacks.ingest.auth.CredentialNotices;
import dev.clacks.ingest.auth.CredentialStore;
import dev.clacks.ingest.auth.JdbcCredentialSource;
import dev.clacks.ingest.auth.LastUseLoop;
import dev.clacks.ingest.auth.LastUses;
import dev.clacks.ingest.auth.SecretCipher;
import dev.clacks.ingest.auth.UnopenedSecrets;
import dev.clacks.ingest.config.CredentialSettings;
import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.ingest.limits.ClockMeter;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.ingest.server.Pool;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Who callers may be, put together.
 *
 * @param store everybody who is known
 * @param bearers for callers with a token alone
 * @param readiness what of it keeps the door from being ready, by name
 */
record CallerCredentials(CredentialStore store, BearerAuthenticator bearers, Map<String, Probe> readiness) {

    /**
     * By the configuration.
     *
     * @param loops starts a loop of that name
     */
    static CallerCredentials of(
            IngestConfiguration configuration,
            Pool pool,
            SecretCipher cipher,
            IngestMetrics metrics,
            InstantSource clock,
            BiConsumer<String, ManagedLoop.Turn> loops) {
        CredentialSettings settings = configuration.credentials();
        var uses = new LastUses();
        var store = new CredentialStore(
                new JdbcCredentialSource(pool, cipher, uses),
                new CredentialStore.Ages(
                        settings.pollInterval().toJavaDuration(),
                        settings.unknownRefresh().toJavaDuration(),
                        settings.hardAge().toJavaDuration()),
                ClockMeter.of(clock)::currentTimeNanos);
        loops.accept("credentials", store);
        loops.accept(
                "last-use",
                new LastUseLoop(pool, uses, settings.lastUseInterval().toJavaDuration()));
        loops.accept(
                "credential-notices",
                new CredentialNotices(configuration.database().listenAddress(), store::refresh));
        metrics.gauges().credentialsAge(store::ageSeconds);
        var unopened = new UnopenedSecrets(store, clock);
        metrics.gauges().secretsUnopened(unopened::count);
        Probe known = () -> store.current() == null
                ? Probe.Outcome.failing("no credentials, or older than credentials.hardAge")
                : Probe.Outcome.OK;
        return new CallerCredentials(
                store, new BearerAuthenticator(store, clock), Map.of("credentials", known, "secrets", unopened::ask));
    }
}
