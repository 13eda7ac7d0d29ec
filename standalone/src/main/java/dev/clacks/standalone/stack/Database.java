package dev.clacks.standalone.stack;

import dev.clacks.bench.stack.Service;
import dev.clacks.sql.Migrator;
import dev.clacks.standalone.data.Secrets;
import dev.clacks.testkit.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Prepares the database as an operator would: an owner who migrates, and for each service a login with its role's rights. */
final class Database {

    /** The database. */
    static final String NAME = "clacks";

    /** Owns the schema; no superuser. */
    static final String OWNER = "clacks_owner";

    private final EmbeddedPostgres server;
    private final Secrets secrets;

    Database(EmbeddedPostgres server, Secrets secrets) {
        this.server = server;
        this.secrets = secrets;
    }

    /** The login of a service: a member of its group role and no more. */
    static String login(Service service) {
        return switch (service) {
            case INGEST_API -> "clacks_api_login";
            case EVENT_WRITER -> "clacks_writer_login";
            case ARCHIVER -> "clacks_archiver_login";
        };
    }

    /** Makes and migrates what is missing; any number of times. */
    void prepare() throws SQLException {
        try (Connection connection = superuser("postgres")) {
            login(connection, OWNER, "CREATEROLE", secrets.owner());
            for (Service service : Service.values()) {
                login(connection, login(service), "", secrets.services());
            }
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", NAME)) {
                execute(connection, "CREATE DATABASE " + NAME + " OWNER " + OWNER);
            }
        }
        new Migrator(server.jdbcUrl(NAME), OWNER, secrets.owner()).migrate();
        try (Connection connection = superuser(NAME)) {
            for (Service service : Service.values()) {
                String login = login(service);
                execute(connection, "GRANT " + login.replace("_login", "") + " TO " + login);
            }
        }
    }

    /** A connection that may do everything. */
    Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl(database),
                server.superuser().user(),
                server.superuser().password());
    }

    private static void login(Connection connection, String name, String rights, String password) throws SQLException {
        if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name)) {
            // Names are ours and passwords are hex digits: nothing in them needs quoting.
            execute(connection, "CREATE ROLE %s LOGIN %s PASSWORD '%s'".formatted(name, rights, password));
        }
    }

    private static boolean exists(Connection connection, String query, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
