package dev.clacks.sql;

import java.util.List;

/** A database and who asks it. */
record TestDatabase(String jdbcUrl, String user, String password) {
    Session open() {
        return new Session(this);
    }

    Migrator migrator(String... contexts) {
        return new Migrator(jdbcUrl, user, password, List.of(contexts));
    }

    /** The same database as another login. */
    TestDatabase as(String login) {
        return new TestDatabase(jdbcUrl, login, "");
    }

    String name() {
        return jdbcUrl.substring(jdbcUrl.lastIndexOf('/') + 1);
    }
}
