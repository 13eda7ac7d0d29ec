package dev.clacks.ingest.running;

import dev.clacks.testkit.embedded.PostgresLogin;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.TestDatabase;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections with the rights that a door has, without its pool. */
public final class ApiDataSource {

    private ApiDataSource() {}

    public static PGSimpleDataSource of(TestDatabase database) {
        PostgresLogin login = database.login(DatabaseRole.API);
        var source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(login.user());
        source.setPassword(login.password());
        return source;
    }
}
