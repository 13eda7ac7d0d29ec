package dev.clacks.testkit.junit;

import dev.clacks.testkit.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.Map;

/**
 * A PostgreSQL server of one test class alone, for tests that kill it: as durable as production's.
 * Always a child process, whatever {@code -Dbacking} says: a test of what SIGKILL leaves behind is about processes.
 */
public final class MortalPostgres implements AutoCloseable {

    private static final Duration RESTART_LIMIT = Duration.ofMinutes(5);

    private final PostgresInProcess backing;
    private final DatabaseServer databases;

    /** Starts it and migrates a template. */
    public MortalPostgres() {
        this.backing = new PostgresInProcess("mortal-postgres", Map.of());
        this.databases = DatabaseServer.on(backing);
    }

    /** Another migrated database. */
    public TestDatabase newDatabase() {
        return databases.migrated();
    }

    /** The server itself. */
    public EmbeddedPostgres server() {
        return backing.server();
    }

    /** Waits until it answers again after a start. */
    public void awaitReady() {
        server().awaitReady(RESTART_LIMIT);
    }

    @Override
    public void close() {
        databases.close();
    }
}
