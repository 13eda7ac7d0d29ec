package dev.clacks.testkit.junit;

import org.testcontainers.postgresql.PostgreSQLContainer;

/** A database server in a container. */
final class PostgresInContainer implements PostgresBacking {
    private static final String IMAGE = "postgres:18";

    private final PostgreSQLContainer container = new PostgreSQLContainer(IMAGE)
            .withLabels(Docker.labels())
            .withStartupTimeout(START_LIMIT)
            .withUsername(SUPERUSER.user())
            .withPassword(SUPERUSER.password())
            // Testcontainers' own command turns fsync off.
            .withCommand("postgres", "-c", "max_connections=" + MAX_CONNECTIONS, "-c", "timezone=UTC");

    PostgresInContainer() {
        container.start();
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
    }

    @Override
    public void close() {
        container.stop();
    }
}
