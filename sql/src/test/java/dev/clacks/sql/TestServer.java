package dev.clacks.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A PostgreSQL server of this test run with databases for the asking: a child process, or with {@code -Dbacking=containers} a
 * container. The testkit stands on this module, so its extensions cannot be used here. Safe for use by several threads.
 */
final class TestServer implements AutoCloseable {
    private static final String IMAGE = "postgres:18";
    private static final String TEMPLATE = "migrated_template";
    /** A test needs two at most. Each is some thousand files, which the end of the run would have to remove all at once. */
    private static final int DATABASES_KEPT = 8;

    /** Some seconds on an idle machine; the library's own limit is ten. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable TestServer shared;

    private final String address;
    private final AutoCloseable server;
    private final Deque<String> created = new ArrayDeque<>();
    private boolean templated;

    private TestServer(String address, AutoCloseable server) {
        this.address = address;
        this.server = server;
    }

    /** A server of the caller's own: for what must not find the roles of other tests. */
    static TestServer own() {
        String backing = System.getProperty("backing", "");
        return switch (backing) {
            case "", "embedded" -> embedded();
            case "containers" -> container();
            default -> throw new IllegalStateException("-Dbacking=" + backing + " is neither embedded nor containers.");
        };
    }

    private static TestServer embedded() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setPort(freePort())
                    .setPGStartupWait(START_LIMIT)
                    .start();
            return new TestServer("localhost:" + server.getPort(), server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From below the ports that Linux gives to outgoing connections: one of these could take it before the server does. */
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(14_000, 32_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Somebody else's: the next one.
            }
        }
    }

    private static TestServer container() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException(
                    "-Dbacking=containers was asked for, and no Docker engine answers. Start one (and"
                            + " see that this user may use it, or set DOCKER_HOST), or leave -Dbacking out.");
        }
        PostgreSQLContainer server = new PostgreSQLContainer(IMAGE)
                .withLabel("dev.clacks.test-run", System.getenv().getOrDefault("CLACKS_TEST_RUN", "unnamed"))
                .withUsername("postgres")
                .withStartupTimeout(START_LIMIT)
                .withEnv("POSTGRES_HOST_AUTH_METHOD", "trust");
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "end-of-test-server"));
        return new TestServer(
                server.getHost() + ":" + server.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT), server);
    }

    /** The server that the test classes of this run share; it ends with the run. */
    static synchronized TestServer shared() {
        if (shared == null) {
            shared = own();
        }
        return shared;
    }

    /** An empty database of the superuser's. */
    TestDatabase empty() {
        return create("");
    }

    /** A database of the superuser's with the whole schema, without the optional indexes. */
    synchronized TestDatabase migrated() {
        if (!templated) {
            administer("CREATE DATABASE " + TEMPLATE);
            database(TEMPLATE).migrator().migrate();
            templated = true;
        }
        return create(" TEMPLATE " + TEMPLATE);
    }

    private synchronized TestDatabase create(String clause) {
        while (created.size() >= DATABASES_KEPT) {
            administer("DROP DATABASE " + created.remove() + " WITH (FORCE)");
        }
        String name = "test_" + DATABASES.incrementAndGet();
        administer("CREATE DATABASE " + name + clause);
        created.add(name);
        return database(name);
    }

    /** Waits for those who are about to leave the database, longer than the five seconds that PostgreSQL does. */
    private void administer(String sql) {
        try (Session session = administration()) {
            session.runDespite("55006", sql);
        }
    }

    Session administration() {
        return database("postgres").open();
    }

    private TestDatabase database(String name) {
        return new TestDatabase("jdbc:postgresql://" + address + "/" + name, "postgres", "");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("The test server did not end well", e);
        }
    }
}
