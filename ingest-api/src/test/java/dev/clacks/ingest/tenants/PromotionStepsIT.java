package dev.clacks.ingest.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.admin.Actor;
import dev.clacks.ingest.running.ApiDataSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

/** Staging data whose removal takes longer than PostgreSQL lets one statement run. */
class PromotionStepsIT {

    @RegisterExtension
    static final TenantsExtension API = new TenantsExtension();

    private static final Actor ACTOR = new Actor("os:test");

    @Test
    void a_step_that_takes_too_long_is_taken_in_smaller_ones() throws Exception {
        API.execute("""
                INSERT INTO organizations (org_id, name) VALUES ('slow', 'x');
                INSERT INTO applications (app_id, org_id, name, environment) VALUES ('slow-app', 'slow', 'x', 'staging');
                SELECT ensure_event_partition(30, '2026-11-23');
                INSERT INTO events (org_id, app_id, event_id, "timestamp", user_id, event_type, event_data, service_name,
                    service_version, schema_version, received_at, kafka_topic_id, kafka_partition, kafka_offset, retention_days)
                SELECT 'slow', 'slow-app', gen_random_uuid(), '2026-11-23 08:30Z', 'u', 't', '{}', 's', '1', '1.0.0',
                    now() - interval '1 minute', gen_random_uuid(), 0, n, 30 FROM generate_series(1, 40) n;
                CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.05); RETURN OLD; END';
                CREATE TRIGGER slowly BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION slowly()""");
        Promotion begun =
                new Promotions(new TenantDatabase(ApiDataSource.of(API.database()))).promote(ACTOR, "slow-app");
        PGSimpleDataSource source = ApiDataSource.of(API.database());
        source.setOptions("-c statement_timeout=1s"); // 40 rows take 2 s
        var promotions = new Promotions(new TenantDatabase(source));

        Promotion promoted = promotions.erase(begun, Duration.ofMinutes(5), _ -> {});

        assertThat(promoted.complete()).isTrue();
        assertThat(promoted.erasedEvents()).isEqualTo(40);
    }
}
