package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody can do who has the archiver's login. The tables of events are its own, so it can hang code of its own on them,
 * which runs with the rights of whoever comes by: none of those may see a secret.
 */
class StolenArchiverIT {
    private static final String DENIED = "42501";
    private static final String ERASE = "SELECT erase_tombstoned(1)";
    private static final String COUNT = "SELECT events FROM count_stored('org', 'app')";

    private final TestDatabase database = TestServer.shared().migrated();
    private final Session owner = database.open();
    private Session thief;
    private Session api;
    private String leaf;

    @BeforeEach
    void steal() {
        Logins.make(owner, "api", "archiver");
        owner.run("INSERT INTO organizations (org_id, name) VALUES ('org', 'x')");
        owner.run("INSERT INTO applications (app_id, org_id, name, hmac_secret) VALUES ('app', 'org', 'x', 'secret')");
        leaf = owner.value("SELECT ensure_event_partition(30, '2026-11-24')");
        owner.run(StoredEvent.SQL);
        owner.run("INSERT INTO tombstones (org_id, app_id, received_before) VALUES ('org', 'app', 'infinity')");
        api = database.as("test_api").open();
        thief = database.as("test_archiver").open();
        thief.run("SET ROLE clacks_partitions");
        thief.run("LISTEN loot");
        thief.run("""
                CREATE FUNCTION partitions.steal() RETURNS text LANGUAGE plpgsql AS $$
                DECLARE found text := 'nothing';
                BEGIN
                    BEGIN
                        found := (SELECT hmac_secret FROM public.applications);
                    EXCEPTION WHEN insufficient_privilege THEN NULL;
                    END;
                    PERFORM pg_notify('loot', current_user || ' ' || found);
                    RETURN found;
                END $$""");
        thief.run("CREATE FUNCTION partitions.trap() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM partitions.steal(); RETURN OLD; END'");
        thief.run("CREATE FUNCTION partitions.constant(x text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS"
                + " 'BEGIN RETURN partitions.steal(); END'");
    }

    @AfterEach
    void close() {
        thief.close();
        api.close();
        owner.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER trap BEFORE DELETE ON events",
                "CREATE CONSTRAINT TRIGGER trap AFTER DELETE ON %s DEFERRABLE INITIALLY DEFERRED"
            })
    void aTriggerThatTheErasureFiresRunsAsTheOwnerOfTheEventsAndNoMore(String trigger) {
        thief.run(trigger.formatted(leaf) + " FOR EACH ROW EXECUTE FUNCTION partitions.trap()");

        assertThat(api.value(ERASE)).isEqualTo("erasing");

        assertThat(thief.notifications()).containsExactly("clacks_partitions nothing");
        assertThat(owner.value("SELECT count(*) FROM events")).isEqualTo("0");
    }

    @Test
    void anIndexThatCountingMeetsRunsAsTheOwnerOfTheEventsAndNoMore() {
        thief.run("CREATE INDEX trap ON " + leaf + " ((partitions.constant('x')))");
        thief.notifications();

        assertThat(api.value(COUNT)).isEqualTo("1");

        assertThat(thief.notifications()).isNotEmpty().containsOnly("clacks_partitions nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {ERASE, COUNT})
    void aFunctionOfItsThatItLetsRunAsItsCallerRefusesToRun(String call) {
        String function = call.equals(ERASE) ? "erase_tombstoned(bigint, integer)" : "count_stored(text, text)";
        thief.run("GRANT SELECT, DELETE ON events, failed_events TO PUBLIC");
        thief.run("CREATE TRIGGER trap BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION partitions.trap()");
        thief.run("CREATE INDEX trap ON " + leaf + " ((partitions.constant('x')))");
        thief.run("ALTER FUNCTION " + function + " SECURITY INVOKER");
        thief.notifications();

        assertThat(api.refusalState(call)).isEqualTo(DENIED);
        assertThat(owner.refusalState(call)).isEqualTo(DENIED);
        thief.run("ALTER FUNCTION " + function + " SET role = clacks_partitions");
        assertThat(owner.refusalState(call)).isEqualTo(DENIED);
        thief.run("ALTER FUNCTION " + function + " RESET role");
        thief.run("ALTER FUNCTION " + function + " SET session_authorization = clacks_partitions");
        assertThat(owner.refusalState(call)).isEqualTo(DENIED);

        assertThat(thief.notifications()).isEmpty();
    }

    @Test
    void whatTheOwnersMigrationMeetsRunsAsTheOwnerOfTheEventsAndNoMore() {
        thief.run("CREATE INDEX trap ON " + leaf + " ((partitions.constant('x')))");
        thief.run("ALTER TABLE events ALTER user_id SET DEFAULT partitions.constant('x')");
        thief.run("CREATE TRIGGER trap BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION partitions.trap()");
        thief.run("CREATE POLICY trap ON events USING (partitions.constant('x') IS NOT NULL)");
        thief.notifications();

        database.migrator(Migrator.OPTIONAL_INDEXES).migrate();
        owner.run("SELECT apply_grants(), add_retention_class(7)");

        assertThat(thief.notifications()).doesNotContain("postgres secret");
    }

    @Test
    void itCannotReplaceWhatOthersCallOfItsOwn() {
        assertThat(thief.refusalState("CREATE OR REPLACE FUNCTION count_stored(organization text, application text,"
                        + " OUT events bigint, OUT failures bigint) LANGUAGE sql AS 'SELECT 1::bigint, 1::bigint'"))
                .isEqualTo(DENIED);
        assertThat(thief.refusalState("ALTER FUNCTION erase_step(bigint, integer) SECURITY DEFINER"))
                .isEqualTo(DENIED);
    }
}
