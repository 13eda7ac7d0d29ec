package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialChangesIT {
    private static final String NEW_SECRET = "INSERT INTO app_secrets (app_id, secret) VALUES ('app', 'k')";
    private static final String NEW_TOKEN =
            "INSERT INTO api_tokens (app_id, token_sha256, prefix) VALUES ('app', sha256(gen_random_bytes(8)), 'x')";

    private final TestDatabase database = TestServer.shared().migrated();
    private final Session writer = database.open();
    private final Session reader = database.open();

    @BeforeEach
    void oneOfEach() {
        writer.run("INSERT INTO organizations (org_id, name) VALUES ('org', 'x')");
        writer.run(
                "INSERT INTO applications (app_id, org_id, name, environment) VALUES ('app', 'org', 'x', 'staging')");
        writer.run(NEW_SECRET);
        writer.run(NEW_TOKEN);
        reader.run("LISTEN clacks_credentials");
    }

    @AfterEach
    void close() {
        writer.close();
        reader.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO organizations (org_id, name) VALUES ('org2', 'x')",
                "UPDATE organizations SET tier = 'pro'",
                "INSERT INTO applications (app_id, org_id, name) VALUES ('app2', 'org', 'x')",
                "UPDATE applications SET hmac_secret = 's'",
                "UPDATE applications SET disabled_at = now()",
                "UPDATE applications SET environment = 'production'",
                "SELECT promote_application('app')",
                "DELETE FROM applications",
                NEW_SECRET,
                "UPDATE app_secrets SET revoked_at = now()",
                "UPDATE app_secrets SET secret = 'new', key_id = 'k1'",
                "DELETE FROM app_secrets",
                "TRUNCATE app_secrets",
                NEW_TOKEN,
                "UPDATE api_tokens SET revoked_at = now()",
                "UPDATE api_tokens SET scopes = '{read}'",
                "DELETE FROM api_tokens",
                "TRUNCATE organizations CASCADE"
            })
    void everyChangeNotifiesAndLeavesATrace(String change) {
        String loaded = horizon(reader);

        writer.run(change);

        assertThat(reader.notifications()).isNotEmpty();
        assertThat(changedSince(loaded)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE app_secrets SET last_used_at = now()",
                "UPDATE api_tokens SET last_used_at = now()",
                "UPDATE applications SET hmac_secret_last_used_at = now()"
            })
    void useIsNoChange(String use) {
        String loaded = settledHorizon();

        writer.run(use);

        assertThat(reader.notifications()).isEmpty();
        assertThat(changedSince(loaded)).isFalse();
    }

    @Test
    void nothingIsMissedOfATransactionThatBeganBeforeTheLoadAndEndedAfterIt() {
        writer.begin();
        writer.run("UPDATE applications SET disabled_at = now()");
        // Others come and go meanwhile, with later transaction ids.
        reader.run("UPDATE organizations SET name = 'y'");
        String loaded = horizon(reader);
        assertThat(reader.value("SELECT disabled_at FROM applications")).isEqualTo("null");

        writer.commit();

        assertThat(changedSince(loaded)).isTrue();
    }

    @Test
    void afterALoadThatSawEverythingNothingIsNew() {
        writer.run("UPDATE organizations SET tier = 'pro'");

        assertThat(changedSince(settledHorizon())).isFalse();
    }

    @Test
    void whatRollsBackIsNoChange() {
        String loaded = settledHorizon();
        writer.begin();
        writer.run("UPDATE applications SET disabled_at = now()");
        writer.run("ROLLBACK");

        assertThat(reader.notifications()).isEmpty();
        assertThat(changedSince(loaded)).isFalse();
    }

    @Test
    void oldTracesArePruned() {
        writer.run("UPDATE credential_changes SET changed_at = now() - interval '25 hours'");
        writer.run("UPDATE organizations SET tier = 'pro'");

        assertThat(writer.value("SELECT prune_credential_changes()")).isEqualTo("4");
        assertThat(writer.value("SELECT count(*) FROM credential_changes")).isEqualTo("1");
    }

    private static String horizon(Session session) {
        return session.value("SELECT pg_snapshot_xmin(pg_current_snapshot())");
    }

    /** Once nothing older than the last change is at work any more, not even the server's own housekeeping. */
    private String settledHorizon() {
        reader.await("SELECT pg_snapshot_xmin(pg_current_snapshot()) > max(xid) FROM credential_changes");
        return horizon(reader);
    }

    private boolean changedSince(String loaded) {
        return reader.value("SELECT EXISTS (SELECT FROM credential_changes WHERE xid >= '" + loaded + "'::xid8)")
                .equals("t");
    }
}
