package dev.clacks.testkit.junit;

import dev.clacks.testkit.embedded.PostgresLogin;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A migrated database for one test class. */
public record TestDatabase(String host, int port, String name) {

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }

    /** Who made everything in it and may do anything. */
    public PostgresLogin superuser() {
        return PostgresBacking.SUPERUSER;
    }

    /** Who may do what one service, or a reader, may do. */
    public PostgresLogin login(DatabaseRole role) {
        return role.login();
    }

    /** The URL in the form of libpq, as DATABASE_URL takes it, with a name and password. */
    public String libpqUrl(PostgresLogin login) {
        return "postgresql://" + login.user() + ":" + login.password() + "@" + host + ":" + port + "/" + name;
    }

    /** A connection as superuser; the caller closes it. */
    public Connection connect() throws SQLException {
        return connect(superuser());
    }

    /** A connection with a service's rights; the caller closes it. */
    public Connection connect(DatabaseRole role) throws SQLException {
        return connect(login(role));
    }

    private Connection connect(PostgresLogin login) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), login.user(), login.password());
    }
}
