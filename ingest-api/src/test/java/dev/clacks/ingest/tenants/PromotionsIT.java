package dev.clacks.ingest.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.admin.Actor;
import dev.clacks.testkit.junit.DatabaseRole;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The archiver owns the tables that a promotion erases from: code that a stolen login of its hung on them runs in our session. */
class PromotionsIT {

    @RegisterExtension
    static final TenantsExtension API = new TenantsExtension();

    private static final Actor ACTOR = new Actor("os:test");

    @Test
    void what_code_of_the_archivers_leaves_in_the_session_is_not_taken_for_ours() throws Exception {
        API.execute("""
                INSERT INTO organizations (org_id, name) VALUES ('org', 'x');
                INSERT INTO applications (app_id, org_id, name, environment) VALUES ('app', 'org', 'x', 'staging');
                SELECT ensure_event_partition(30, '2026-11-24');
                INSERT INTO events (org_id, app_id, event_id, "timestamp", user_id, event_type, event_data, service_name,
                    service_version, schema_version, received_at, kafka_topic_id, kafka_partition, kafka_offset, retention_days)
                VALUES ('org', 'app', gen_random_uuid(), '2026-11-24 08:30Z', 'u', 't', '{}', 's', '1', '1.0.0',
                    now() - interval '1 minute', gen_random_uuid(), 0, 1, 30)""");
        try (Connection thief = API.database().connect(DatabaseRole.ARCHIVER);
                Statement statement = thief.createStatement()) {
            statement.execute("""
                    SET ROLE clacks_partitions;
                    CREATE FUNCTION partitions.trap() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        CREATE TEMP TABLE organizations (org_id text, org_uuid uuid, name text, tier text, created_at timestamptz);
                        GRANT ALL ON organizations TO PUBLIC;
                        PERFORM set_config('search_path', 'pg_temp', false);
                        RETURN OLD;
                    END $$;
                    CREATE TRIGGER trap BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION partitions.trap()""");
        }

        Promotion promoted = API.tenants()
                .promotions()
                .erase(API.tenants().promotions().promote(ACTOR, "app"), Duration.ofMinutes(1), _ -> {});

        assertThat(promoted.complete()).isTrue();
        assertThat(promoted.erasedEvents()).isEqualTo(1);
        assertThat(API.tenants().organisations().list(null, 5))
                .extracting(Organisation::orgId)
                .containsExactly("org");
    }
}
