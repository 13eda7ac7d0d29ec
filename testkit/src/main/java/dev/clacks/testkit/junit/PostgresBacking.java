package dev.clacks.testkit.junit;

import dev.clacks.testkit.embedded.PostgresLogin;
import java.time.Duration;
import java.util.Map;

/** A database server for a test run, with a superuser. */
interface PostgresBacking extends AutoCloseable {
    Duration START_LIMIT = Duration.ofMinutes(5);
    PostgresLogin SUPERUSER = new PostgresLogin("postgres", "test-of-clacks");
    /** Every test class may have the pools of three services. */
    String MAX_CONNECTIONS = "300";

    String host();

    int port();

    @Override
    void close();

    static PostgresBacking start() {
        return Backing.asked().choose(PostgresBacking::embedded, PostgresInContainer::new);
    }

    private static PostgresBacking embedded() {
        return new PostgresInProcess("postgres", Map.of("max_connections", MAX_CONNECTIONS));
    }
}
