package dev.clacks.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of this test run with databases for the asking. Safe for use by several threads. */
final class TestServer implements AutoCloseable {
    private static final String TEMPLATE = "migrated_template";
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable TestServer shared;

    private final EmbeddedPostgres server;
    private boolean templated;

    private TestServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /** A server of the caller's own: for what must not find the roles of other tests. */
    static TestServer own() {
        try {
            return new TestServer(EmbeddedPostgres.builder().start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return create(freshName(), "");
    }

    /** A database of the superuser's with the whole schema, without the optional indexes. */
    synchronized TestDatabase migrated() {
        if (!templated) {
            create(TEMPLATE, "").migrator().migrate();
            templated = true;
        }
        return create(freshName(), " TEMPLATE " + TEMPLATE);
    }

    private static String freshName() {
        return "test_" + DATABASES.incrementAndGet();
    }

    private TestDatabase create(String name, String clause) {
        try (Session session = administration()) {
            session.run("CREATE DATABASE " + name + clause);
        }
        return new TestDatabase(url(name), "postgres", "");
    }

    Session administration() {
        return new TestDatabase(url("postgres"), "postgres", "").open();
    }

    private String url(String database) {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + database;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
