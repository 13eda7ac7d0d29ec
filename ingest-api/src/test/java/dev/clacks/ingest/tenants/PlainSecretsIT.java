package dev.clacks.ingest.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.admin.Actor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A secret in {@code applications.hmac_secret}, where plain SQL put it, and the time of its last use beside it. */
class PlainSecretsIT {

    @RegisterExtension
    static final TenantsExtension API = new TenantsExtension();

    private static final String USED = "2026-11-24 10:00:00+00";
    private static final Actor ACTOR = new Actor("os:test");

    @BeforeEach
    void used() throws Exception {
        API.execute("SET TIME ZONE 'UTC'; INSERT INTO organizations (org_id, name) VALUES ('org', 'x');"
                + " INSERT INTO applications (app_id, org_id, name, hmac_secret, hmac_secret_last_used_at)"
                + " VALUES ('app', 'org', 'x', 'plain', '" + USED + "')");
    }

    @AfterEach
    void none() throws Exception {
        API.execute("DELETE FROM applications; DELETE FROM organizations");
    }

    @Test
    void its_last_use_goes_with_it_when_it_is_revoked() throws Exception {
        assertThat(API.tenants().secrets().revoke(ACTOR, "app", 0)).isEmpty();

        assertUnused();
    }

    @Test
    void its_last_use_moves_with_it_into_the_table_of_secrets() throws Exception {
        API.tenants().secrets().rotate(ACTOR, "app", "1h");

        assertThat(API.column("SELECT (last_used_at = '" + USED + "')::text FROM app_secrets ORDER BY secret_id"))
                .containsExactly("true", null);
        assertUnused();
    }

    private static void assertUnused() throws Exception {
        assertThat(API.column("SELECT concat_ws(' ', hmac_secret IS NULL, hmac_secret_last_used_at IS NULL)"
                        + " FROM applications"))
                .containsExactly("t t");
    }
}
