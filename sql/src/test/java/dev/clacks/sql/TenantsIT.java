package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantsIT {
    private static final String CHECK = "23514";
    private static final String UNIQUE = "23505";
    private static final String FINAL = "55000";

    private final Session session = TestServer.shared().migrated().open();

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void theStatementsOfTheSelfHostingGuideMakeAnApplication() {
        session.run(
                "INSERT INTO organizations (org_id, name, tier) VALUES ('org_your_org', 'Your Organization', 'self-hosted')");
        session.run(
                "INSERT INTO applications (app_id, org_id, name, hmac_secret) VALUES ('app_' || substr(md5(random()::text), 0, 9),"
                        + " 'org_your_org', 'My App', encode(gen_random_bytes(32), 'base64'))");

        assertThat(session.value("SELECT app_id FROM applications WHERE name = 'My App'"))
                .matches("app_[0-9a-f]{8}");
        assertThat(session.value("SELECT length(hmac_secret) FROM applications WHERE name = 'My App'"))
                .isEqualTo("44");
        assertThat(session.value(
                        "SELECT environment FROM applications WHERE app_uuid IS NOT NULL AND disabled_at IS NULL"))
                .isEqualTo("production");
        assertThat(session.value("SELECT days FROM org_retention WHERE org_id = 'org_your_org'"))
                .isEqualTo("90");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a/b", "a\nb", "a\n", "a:b"})
    void anIdOfOtherCharactersIsRefused(String id) {
        assertThat(session.refusal("INSERT INTO organizations (org_id, name) VALUES ('" + id + "', 'x')")
                        .getConstraint())
                .isEqualTo("organizations_org_id_form");
    }

    @Test
    void anIdHasAtMost255Characters() {
        session.run("INSERT INTO organizations (org_id, name) VALUES ('" + "a".repeat(255) + "', 'x')");
        assertThat(session.refusalState(
                        "INSERT INTO organizations (org_id, name) VALUES ('" + "a".repeat(256) + "', 'x')"))
                .isEqualTo(CHECK);
    }

    @Test
    void anIdMayNotBeAnothersUuid() {
        application("one");
        String uuid = session.value("SELECT app_uuid FROM applications WHERE app_id = 'one'");

        assertThat(session.refusalState(insert(uuid))).isEqualTo(UNIQUE);
        assertThat(session.refusal(insert(uuid.toUpperCase(Locale.ROOT))).getMessage())
                .contains("name of another one");
        String organisation = session.value("SELECT org_uuid FROM organizations WHERE org_id = 'org'");
        assertThat(session.refusalState(
                        "INSERT INTO organizations (org_id, name) VALUES ('" + organisation + "', 'x')"))
                .isEqualTo(UNIQUE);
    }

    @Test
    void anUuidMayNotBeAnothersId() {
        String uuid = "ABCDEF00-0000-4000-8000-000000000001";
        application(uuid);

        assertThat(session.refusalState("INSERT INTO applications (app_id, app_uuid, org_id, name) VALUES ('two', '"
                        + uuid + "', 'org', 'x')"))
                .isEqualTo(UNIQUE);
    }

    @Test
    void anIdMayBeItsOwnUuid() {
        String uuid = "abcdef00-0000-4000-8000-000000000002";
        application("first");

        session.run("INSERT INTO applications (app_id, app_uuid, org_id, name) VALUES ('" + uuid + "', '" + uuid
                + "', 'org', 'x')");

        assertThat(session.value("SELECT app_id FROM application_names WHERE name = '" + uuid + "'"))
                .isEqualTo(uuid);
    }

    @Test
    void namesAreFreeAgainOnceTheirBearerIsGone() {
        application("one");
        session.run("DELETE FROM applications");

        session.run(insert("one"));

        assertThat(session.value("SELECT count(*) FROM application_names")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app_id = 'other'", "app_uuid = gen_random_uuid()", "org_id = 'org2'"})
    void idsAreFinal(String change) {
        application("one");
        session.run("INSERT INTO organizations (org_id, name) VALUES ('org2', 'x')");

        assertThat(session.refusalState("UPDATE applications SET " + change)).isEqualTo(FINAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "environment = 'staging'",
                "environment = 'staging', promoted_at = NULL",
                "promoted_at = NULL",
                "promoted_at = promoted_at + interval '1 hour'"
            })
    void promotionIsPermanentForEverybody(String change) {
        application("one", "staging");
        session.run("SELECT promote_application('one')");

        assertThat(session.refusalState("UPDATE applications SET " + change)).isEqualTo(FINAL);
        session.run("UPDATE applications SET name = 'y', disabled_at = now(), environment = 'production'");
    }

    @Test
    void aProductionApplicationNeverBecomesOneOfStaging() {
        application("one");

        assertThat(session.refusalState("UPDATE applications SET environment = 'staging'"))
                .isEqualTo(FINAL);
    }

    @Test
    void aPromotionLeavesATombstoneOfWhatWasReceivedBeforeTheNextMillisecond() {
        application("one", "staging");
        String before = session.value("SELECT clock_timestamp()");

        String moment = session.value("SELECT received_before FROM promote_application('one')");

        assertThat(session.value("SELECT concat_ws(' ', environment, promoted_at = '" + moment + "', promoted_at > '"
                        + before + "', promoted_at = date_trunc('milliseconds', promoted_at)) FROM applications"))
                .isEqualTo("production t t t");
        assertThat(session.column("SELECT concat_ws(' ', org_id, app_id, user_id, reason, received_before = '" + moment
                        + "') FROM tombstones"))
                .containsExactly("org one promotion t");
        assertThat(session.refusalState("SELECT promote_application('one')")).isEqualTo(FINAL);
        assertThat(session.refusalState("SELECT promote_application('two')")).isEqualTo("P0002");
        assertThat(session.value("SELECT count(*) FROM tombstones")).isEqualTo("1");
    }

    @Test
    void anEnvironmentIsOneOfTwo() {
        application("one");
        assertThat(session.refusalState("UPDATE applications SET environment = 'test'"))
                .isEqualTo(CHECK);
    }

    private void application(String id) {
        application(id, "production");
    }

    private void application(String id, String environment) {
        session.run("INSERT INTO organizations (org_id, name) VALUES ('org', 'x')");
        session.run("INSERT INTO applications (app_id, org_id, name, environment) VALUES ('" + id + "', 'org', 'x', '"
                + environment + "')");
    }

    private static String insert(String id) {
        return "INSERT INTO applications (app_id, org_id, name) VALUES ('" + id + "', 'org', 'x')";
    }
}
