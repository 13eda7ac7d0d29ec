package dev.clacks.testkit.junit;

import dev.clacks.sql.Migrator;
import dev.clacks.testkit.embedded.PostgresLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes databases on one server. The schema is migrated once, into a template: a copy of it takes a tenth of the time. All
 * methods may be called from any thread.
 */
final class DatabaseServer implements AutoCloseable {
    private static final String TEMPLATE = "clacks_template";

    private final PostgresBacking backing;
    private final AtomicInteger number = new AtomicInteger();

    private DatabaseServer(PostgresBacking backing) {
        this.backing = backing;
    }

    static DatabaseServer start() {
        return on(PostgresBacking.start());
    }

    /** On a server that runs already; closed with it. */
    static DatabaseServer on(PostgresBacking backing) {
        DatabaseServer server = new DatabaseServer(backing);
        try {
            server.execute("CREATE DATABASE " + TEMPLATE);
            TestDatabase template = server.database(TEMPLATE);
            PostgresLogin superuser = template.superuser();
            new Migrator(template.jdbcUrl(), superuser.user(), superuser.password()).migrate();
            for (DatabaseRole role : DatabaseRole.values()) {
                PostgresLogin login = role.login();
                server.execute("CREATE ROLE " + login.user() + " LOGIN PASSWORD '" + login.password() + "' IN ROLE "
                        + role.group());
            }
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** A copy of the template; one at a time, since PostgreSQL copies a database only while nobody else is at it. */
    synchronized TestDatabase migrated() {
        String name = "test_" + number.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        return database(name);
    }

    /** A database without a schema. */
    TestDatabase empty() {
        String name = "test_" + number.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return database(name);
    }

    /** Removes a database, and whoever is connected to it; one that cannot be removed is left to the end of the server. */
    void drop(TestDatabase database) {
        try {
            execute("DROP DATABASE IF EXISTS " + database.name() + " WITH (FORCE)");
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }

    private TestDatabase database(String name) {
        return new TestDatabase(backing.host(), backing.port(), name);
    }

    private void execute(String sql) {
        try (Connection connection = database("postgres").connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot " + sql + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        backing.close();
    }
}
