package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Owners that are no superusers, each on a server of its own, since roles belong to the whole server. */
class PlainOwnerIT {
    private static final String OWNER_OF_EVENTS =
            "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'events'::regclass";
    private static final String ENSURE = "SELECT ensure_event_partition(30, '2026-11-24')";

    private final TestServer server = TestServer.own();
    private final TestDatabase database = server.empty();

    @BeforeEach
    void owner() {
        grantTo("owner", database);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void oneThatMayMakeRolesHandsThePartitionsOverAndGoesOnOwningTheRest() {
        superuser("ALTER ROLE owner CREATEROLE");

        database.as("owner").migrator().migrate();
        database.as("owner").migrator(Migrator.OPTIONAL_INDEXES).migrate();

        superuser("CREATE ROLE a LOGIN IN ROLE clacks_archiver");
        superuser("CREATE ROLE w LOGIN IN ROLE clacks_writer");
        superuser("CREATE ROLE d LOGIN IN ROLE clacks_api");
        try (Session session = database.as("owner").open();
                Session writer = database.as("w").open();
                Session door = database.as("d").open();
                Session archiver = database.as("a").open()) {
            assertThat(session.value(OWNER_OF_EVENTS)).isEqualTo("clacks_partitions");
            String leaf = writer.value(ENSURE);
            archiver.run("ALTER TABLE events_r30 DETACH PARTITION " + leaf + " CONCURRENTLY");
            archiver.run("DROP TABLE " + leaf);
            // What a later version will do: change a table that was handed over.
            session.run("ALTER TABLE events ADD COLUMN later text");
            assertThat(session.value("SELECT add_retention_class(7)")).isEqualTo("events_r7");
            assertThat(writer.value("SELECT ensure_event_partition(7, '2026-11-24')"))
                    .isNotEmpty();
            promoteAndErase(session, door);
        }
    }

    @Test
    void oneThatMayNotMakeRolesOwnsEverythingAndDoesEverything() {
        database.as("owner").migrator().migrate();

        try (Session session = database.as("owner").open()) {
            assertThat(session.value("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'clacks%'"))
                    .isEqualTo("0");
            assertThat(session.value(OWNER_OF_EVENTS)).isEqualTo("owner");
            String leaf = session.value(ENSURE);
            session.run("ALTER TABLE events_r30 DETACH PARTITION " + leaf + " CONCURRENTLY");
            promoteAndErase(session, session);
        }
    }

    @Test
    void rolesMadeLaterGetTheirRightsWhenAskedFor() {
        database.as("owner").migrator().migrate();
        try (Session session = database.as("owner").open()) {
            session.value(ENSURE);
            superuser("CREATE ROLE clacks_writer");
            superuser("CREATE ROLE clacks_archiver");
            superuser("CREATE ROLE clacks_partitions");
            superuser("GRANT clacks_partitions TO owner, clacks_archiver");

            session.run("SELECT apply_grants()");

            assertThat(session.value(OWNER_OF_EVENTS)).isEqualTo("clacks_partitions");
            assertThat(
                            session.column(
                                    "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class JOIN partition_leaves ON oid = leaf"))
                    .containsExactly("clacks_partitions");
            assertThat(session.value("SELECT has_table_privilege('clacks_writer', 'events', 'INSERT')"))
                    .isEqualTo("t");
            assertThat(session.value("SELECT has_table_privilege('clacks_writer', 'events', 'DELETE')"))
                    .isEqualTo("f");
        }
    }

    @Test
    void aSecondOwnerOnTheSameServerKeepsItsPartitionsToItself() {
        superuser("ALTER ROLE owner CREATEROLE");
        database.as("owner").migrator().migrate();
        TestDatabase second = server.empty();
        grantTo("another", second);

        second.as("another").migrator().migrate();

        try (Session session = second.as("another").open()) {
            assertThat(session.value(OWNER_OF_EVENTS)).isEqualTo("another");
            assertThat(session.value("SELECT has_table_privilege('clacks_reader', 'events', 'SELECT')"))
                    .isEqualTo("t");
            assertThat(session.value(ENSURE)).isNotEmpty();
        }
    }

    /** An event of a staging application goes with its promotion, by whoever may call the functions. */
    private static void promoteAndErase(Session owner, Session caller) {
        owner.run("INSERT INTO organizations (org_id, name) VALUES ('org', 'x')");
        owner.run("INSERT INTO applications (app_id, org_id, name, environment) VALUES ('app', 'org', 'x', 'staging')");
        owner.run(ENSURE);
        owner.run(StoredEvent.SQL);
        assertThat(caller.value("SELECT events FROM count_stored('org', 'app')"))
                .isEqualTo("1");
        String erase =
                "SELECT erase_tombstoned(" + caller.value("SELECT tombstone_id FROM promote_application('app')") + ")";
        assertThat(caller.value(erase)).isEqualTo("erasing");
        assertThat(caller.value(erase)).isEqualTo("done");
        assertThat(owner.value("SELECT count(*) FROM events")).isEqualTo("0");
    }

    private void grantTo(String login, TestDatabase target) {
        superuser("CREATE ROLE " + login + " LOGIN");
        superuser("GRANT CREATE ON DATABASE " + target.name() + " TO " + login);
        try (Session session = target.open()) {
            session.run("GRANT CREATE ON SCHEMA public TO " + login);
        }
    }

    private void superuser(String sql) {
        try (Session session = server.administration()) {
            session.run(sql);
        }
    }
}
