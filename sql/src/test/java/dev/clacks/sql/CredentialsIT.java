package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsIT {
    private static final String CHECK = "23514";
    private static final String SECRET = "INSERT INTO app_secrets (app_id, secret) VALUES ('app', 'k')";

    private final TestDatabase database = TestServer.shared().migrated();
    private final Session session = database.open();

    @BeforeEach
    void oneApplication() {
        session.run("INSERT INTO organizations (org_id, name) VALUES ('org', 'x')");
        session.run("INSERT INTO applications (app_id, org_id, name) VALUES ('app', 'org', 'x')");
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void twoSecretsMayLiveAtOnceAndNoThird() {
        session.run(SECRET);
        session.run(SECRET);

        assertThat(session.refusal(SECRET).getMessage()).isEqualTo("the application app has two live secrets");
    }

    @Test
    void theSecretOfTheApplicationsRowCountsToo() {
        session.run("UPDATE applications SET hmac_secret = 's'");
        session.run(SECRET);

        assertThat(session.refusal(SECRET).getHint()).isEqualTo("Revoke one of them first.");
        session.run("UPDATE applications SET hmac_secret = NULL");
        session.run(SECRET);
        assertThat(session.refusalState("UPDATE applications SET hmac_secret = 's'"))
                .isEqualTo(CHECK);
    }

    @Test
    void revokedAndExpiredSecretsDoNotCount() {
        session.run(SECRET);
        session.run("UPDATE app_secrets SET revoked_at = now()");
        session.run("INSERT INTO app_secrets (app_id, secret, expires_at) VALUES ('app', 'k', now() - interval '1 s')");

        session.run(SECRET);
        session.run(SECRET);

        assertThat(session.refusalState("UPDATE app_secrets SET revoked_at = NULL WHERE revoked_at IS NOT NULL"))
                .isEqualTo(CHECK);
    }

    @Test
    void useIsNotedWhateverLives() {
        session.run(SECRET);
        session.run(SECRET);

        session.run("UPDATE app_secrets SET last_used_at = now()");

        assertThat(session.value("SELECT count(last_used_at) FROM app_secrets")).isEqualTo("2");
    }

    @Test
    void twoTransactionsAtOnceDoNotMakeThree() throws Exception {
        session.run(SECRET);
        try (Session other = database.open();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            session.begin();
            session.run(SECRET);
            Future<String> second = thread.submit(() -> other.refusalState(SECRET));
            session.commit();

            assertThat(second.get()).isEqualTo(CHECK);
        }
    }

    @Test
    void aTokenIsStoredAsItsDigestAlone() {
        session.run("INSERT INTO api_tokens (app_id, token_sha256, prefix) VALUES ('app', sha256('t'), 'tk_12345')");

        assertThat(session.value("SELECT scopes FROM api_tokens")).isEqualTo("{ingest}");
        assertThat(session.refusalState(
                        "INSERT INTO api_tokens (app_id, token_sha256, prefix) VALUES ('app', sha256('t'), 'x')"))
                .isEqualTo("23505");
        assertThat(session.refusal("INSERT INTO api_tokens (app_id, token_sha256, prefix) VALUES ('app', 'short', 'x')")
                        .getConstraint())
                .isEqualTo("api_tokens_token_sha256_form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{write}", "{ingest,admin}"})
    void unknownScopesAreRefused(String scopes) {
        assertThat(session.refusal(
                                "INSERT INTO api_tokens (app_id, token_sha256, prefix, scopes) VALUES ('app', sha256('t'), 'x', '"
                                        + scopes + "')")
                        .getConstraint())
                .isEqualTo("api_tokens_scopes_known");
    }

    @Test
    void anApplicationTakesItsCredentialsWithIt() {
        session.run(SECRET);
        session.run("INSERT INTO api_tokens (app_id, token_sha256, prefix) VALUES ('app', sha256('t'), 'x')");

        session.run("DELETE FROM applications");

        assertThat(List.of(
                        session.value("SELECT count(*) FROM app_secrets"),
                        session.value("SELECT count(*) FROM api_tokens")))
                .containsOnly("0");
    }
}
