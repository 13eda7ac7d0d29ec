package dev.clacks.testkit.embedded;

import dev.clacks.sql.Migrator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The real schema on an embedded server. */
public final class Schema {
    private Schema() {}

    /** Makes a database that is not there yet, with everything that a fresh installation has, owned by the superuser. */
    public static void create(EmbeddedPostgres server, String database) throws SQLException {
        PostgresLogin superuser = server.superuser();
        try (Connection connection = DriverManager.getConnection(
                        server.jdbcUrl("postgres"), superuser.user(), superuser.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        }
        new Migrator(server.jdbcUrl(database), superuser.user(), superuser.password()).migrate();
    }
}
