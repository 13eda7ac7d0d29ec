package dev.clacks.testkit.embedded;

/** A user of a database and the password. */
public record PostgresLogin(String user, String password) {
    @Override
    public String toString() {
        return "PostgresLogin[user=" + user + ", password=(hidden)]";
    }
}
