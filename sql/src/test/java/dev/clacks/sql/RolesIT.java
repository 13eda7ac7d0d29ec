package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesIT {
    private static final String DENIED = "42501";

    private final TestDatabase database = TestServer.shared().migrated();
    private final Session owner = database.open();

    @BeforeEach
    void logins() {
        Logins.make(owner, "api", "writer", "archiver", "reader");
        owner.run("INSERT INTO organizations (org_id, name) VALUES ('org', 'x')");
        owner.run("INSERT INTO applications (app_id, org_id, name, hmac_secret) VALUES ('app', 'org', 'x', 's')");
        owner.run("INSERT INTO app_secrets (app_id, secret) VALUES ('app', 's')");
        owner.run("INSERT INTO api_tokens (app_id, token_sha256, prefix) VALUES ('app', sha256('t'), 'x')");
    }

    @AfterEach
    void close() {
        owner.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api | SELECT * FROM events",
                "api | SELECT * FROM failed_events",
                "api | DELETE FROM organizations",
                "api | DELETE FROM audit_log",
                "api | UPDATE audit_log SET actor = 'x'",
                "api | INSERT INTO org_retention (org_id, from_timestamp, days) VALUES ('x', '-infinity', 30)",
                "api | INSERT INTO credential_changes DEFAULT VALUES",
                "api | SELECT ensure_event_partition(30, current_date)",
                "api | UPDATE tombstones SET erased_at = now()",
                "api | INSERT INTO tombstones (org_id, app_id, received_before) VALUES ('org', 'app', now())",
                "api | UPDATE applications SET environment = 'staging', promoted_at = NULL",
                "api | UPDATE applications SET promoted_at = now()",
                "api | SELECT erase_step(1, 1)",
                "api | SELECT erase_from_leaf('events', true, t, 1) FROM tombstones t",
                "writer | SELECT promote_application('app')",
                "archiver | SELECT promote_application('app')",
                "writer | SELECT erase_tombstoned(1)",
                "reader | SELECT erase_tombstoned(1)",
                "writer | DELETE FROM events",
                "writer | UPDATE events SET user_id = 'x'",
                "writer | TRUNCATE events",
                "writer | DELETE FROM failed_events",
                "writer | UPDATE failed_events SET raw = ''",
                "writer | DELETE FROM event_counts",
                "writer | DELETE FROM writer_progress",
                "writer | DELETE FROM topic_progress",
                "api | UPDATE topic_progress SET complete_through = now()",
                "api | SELECT * FROM writer_progress",
                "writer | SELECT * FROM archive_runs",
                "writer | SELECT * FROM archive_files",
                "writer | SELECT fold_event_counts()",
                "writer | DELETE FROM operations",
                "writer | INSERT INTO tombstones (org_id, app_id, received_before) VALUES ('o', 'a', now())",
                "writer | SELECT * FROM applications",
                "writer | SELECT * FROM app_secrets",
                "writer | SELECT add_retention_class(1)",
                "writer | SELECT ensure_leaf('public.events_r30', 'x', current_date)",
                "writer | CREATE TABLE partitions.mine ()",
                "archiver | SELECT * FROM app_secrets",
                "archiver | UPDATE org_retention SET days = 30",
                "archiver | SELECT * FROM audit_log",
                "archiver | UPDATE audit_log SET actor = 'x'",
                "archiver | DELETE FROM audit_log",
                "archiver | UPDATE tombstones SET received_before = now()",
                "reader | SELECT hmac_secret FROM applications",
                "reader | SELECT * FROM applications",
                "reader | SELECT secret FROM app_secrets",
                "reader | SELECT token_sha256 FROM api_tokens",
                "reader | INSERT INTO audit_log (actor, action) VALUES ('x', 'x')",
                "reader | SELECT fold_event_counts()",
                "reader | SELECT apply_grants()",
                "reader | SELECT schedule_retention('org', 'pro')"
            })
    void isRefused(String role, String sql) {
        try (Session session = as(role)) {
            assertThat(session.refusalState(sql)).isEqualTo(DENIED);
        }
    }

    @Test
    void theDoorAdministersTenantsAndReadsCounts() {
        try (Session api = as("api")) {
            api.run("INSERT INTO organizations (org_id, name, tier) VALUES ('org2', 'x', 'pro')");
            api.run("UPDATE organizations SET tier = 'business' WHERE org_id = 'org2'");
            api.run("INSERT INTO applications (app_id, org_id, name) VALUES ('app2', 'org2', 'x')");
            api.run("UPDATE applications SET disabled_at = now() WHERE app_id = 'app2'");
            api.run("INSERT INTO app_secrets (app_id, secret) VALUES ('app2', 's')");
            api.run("UPDATE app_secrets SET last_used_at = now()");
            api.run("INSERT INTO api_tokens (app_id, token_sha256, prefix) VALUES ('app2', sha256('u'), 'x')");
            api.run(
                    "UPDATE applications SET hmac_secret = 's', hmac_secret_last_used_at = now() WHERE app_id = 'app2'");
            api.run(
                    "INSERT INTO applications (app_id, org_id, name, environment) VALUES ('app3', 'org2', 'x', 'staging')");
            String stone = api.value("SELECT tombstone_id FROM promote_application('app3')");
            assertThat(api.value("SELECT erase_tombstoned(" + stone + ")")).isEqualTo("done");
            api.run("SELECT * FROM count_stored('org2', 'app3')");
            api.run("INSERT INTO audit_log (actor, action) VALUES ('x', 'y')");
            api.run("SELECT * FROM event_counts, topic_progress, credential_changes, application_names, org_retention");
            assertThat(api.value("SELECT retention_of('org2', now())")).isEqualTo("90");
            assertThat(api.value("SELECT max(version) FROM schema_version"))
                    .isEqualTo(Integer.toString(SchemaVersion.REQUIRED));
        }
    }

    @Test
    void theWriterStoresEventsAndTheirPartitions() {
        try (Session writer = as("writer")) {
            writer.value("SELECT ensure_event_partition(30, '2026-11-24')");
            writer.value("SELECT ensure_failed_partition('2026-11-24')");
            assertThat(writer.column(StoredEvent.SQL + " ON CONFLICT DO NOTHING RETURNING event_id"))
                    .hasSize(1);
            assertThat(writer.column(StoredEvent.SQL + " ON CONFLICT DO NOTHING RETURNING event_id"))
                    .isEmpty();
            writer.run("INSERT INTO event_counts (org_id, app_id, event_type, hour, received_on, events)"
                    + " VALUES ('o', 'a', 't', '2026-11-24 00:00Z', '2026-11-24', 1)");
            writer.run("INSERT INTO writer_progress (topic, topic_id, partition, next_offset, claim)"
                    + " VALUES ('t', gen_random_uuid(), 0, 0, gen_random_uuid())");
            writer.run("UPDATE writer_progress SET next_offset = 5");
            writer.run(
                    "INSERT INTO topic_progress (topic, topic_id, partitions, seen_at)"
                            + " VALUES ('t', gen_random_uuid(), 12, now()) ON CONFLICT (topic) DO UPDATE SET complete_through = now()");
            writer.run("UPDATE failed_events SET state = 'replayed', state_changed_at = now()");
            writer.run(
                    "INSERT INTO failure_groups (org_id, app_id, fingerprint, stage, code, first_seen, last_seen, count)"
                            + " VALUES ('o', NULL, 'f', 'door', 'c', now(), now(), 1)"
                            + " ON CONFLICT (org_id, app_id, fingerprint) DO UPDATE SET count = failure_groups.count + 1");
            writer.run("SELECT * FROM tombstones, org_retention, organization_names, application_names");
            assertThat(writer.value("SELECT max(version) FROM schema_version"))
                    .isEqualTo(Integer.toString(SchemaVersion.REQUIRED));
        }
    }

    @Test
    void theArchiverDetachesReadsAndDropsWhatTheWriterMade() {
        String leaf;
        try (Session writer = as("writer")) {
            leaf = writer.value("SELECT ensure_event_partition(30, '2026-11-24')");
            writer.run(StoredEvent.SQL);
        }
        try (Session archiver = as("archiver")) {
            archiver.run("ALTER TABLE public.events_r30 DETACH PARTITION " + leaf + " CONCURRENTLY");
            assertThat(archiver.value("SELECT count(*) FROM " + leaf)).isEqualTo("1");
            archiver.begin();
            archiver.run("INSERT INTO archive_runs (run_id, retention_days, day, part, leaf, state)"
                    + " VALUES (gen_random_uuid(), 30, '2026-11-24', 1, '" + leaf + "', 'done')");
            archiver.run("DROP TABLE " + leaf);
            archiver.commit();
            String failed = archiver.value("SELECT ensure_failed_partition('2026-08-01')");
            archiver.run("ALTER TABLE public.failed_events DETACH PARTITION " + failed + " CONCURRENTLY");
            archiver.run("DROP TABLE " + failed);
            archiver.value("SELECT prune_credential_changes()");
            archiver.value("SELECT fold_event_counts()");
            archiver.run("DELETE FROM event_counts");
            archiver.run("INSERT INTO audit_log (actor, action) VALUES ('x', 'restore')");
            assertThat(archiver.value("SELECT max(version) FROM schema_version"))
                    .isEqualTo(Integer.toString(SchemaVersion.REQUIRED));
        }
    }

    @Test
    void theReaderSeesEverythingThatIsNoSecret() {
        try (Session reader = as("reader")) {
            for (String table : owner.column(
                    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                            + " AND relkind IN ('r', 'p', 'v') AND NOT relispartition"
                            + " AND relname NOT IN ('applications', 'app_secrets', 'api_tokens', 'credential_changes', 'databasechangelog')")) {
                reader.run("SELECT * FROM " + table);
            }
            reader.run("SELECT app_id, app_uuid, org_id, name, environment, disabled_at FROM applications");
            reader.run("SELECT secret_id, key_id, last_used_at, revoked_at FROM app_secrets");
            reader.run("SELECT prefix, scopes, last_used_at, replaced_by FROM api_tokens");
            assertThat(reader.value("SELECT retention_of('org', now())")).isEqualTo("30");
        }
    }

    @Test
    void aRightThatAnEarlierVersionGrantedIsTakenBack() {
        owner.run("GRANT UPDATE ON applications TO clacks_api");
        owner.run("GRANT INSERT ON tombstones TO clacks_api");
        owner.run("GRANT SELECT ON writer_progress TO clacks_api");
        owner.run("GRANT SELECT ON archive_runs, archive_files TO clacks_writer");
        owner.run("GRANT EXECUTE ON FUNCTION fold_event_counts(integer) TO clacks_writer");

        owner.run("SELECT apply_grants()");

        assertThat(owner.value(
                        "SELECT concat_ws(' ', has_column_privilege('clacks_api', 'applications', 'environment', 'UPDATE'),"
                                + " has_table_privilege('clacks_api', 'tombstones', 'INSERT'),"
                                + " has_table_privilege('clacks_api', 'writer_progress', 'SELECT'),"
                                + " has_table_privilege('clacks_writer', 'archive_runs', 'SELECT'),"
                                + " has_table_privilege('clacks_writer', 'archive_files', 'SELECT'),"
                                + " has_function_privilege('clacks_writer', 'fold_event_counts(integer)', 'EXECUTE'),"
                                + " has_column_privilege('clacks_api', 'applications', 'disabled_at', 'UPDATE'))"))
                .isEqualTo("f f f f f f t");
    }

    private Session as(String role) {
        return database.as("test_" + role).open();
    }
}
