package dev.clacks.sql;

/** One login for each of the service's groups, as an installation makes them. */
final class Logins {
    private Logins() {}

    /** Makes {@code test_ROLE} a member of {@code clacks_ROLE}; roles are the server's, so others may have made it before. */
    static void make(Session owner, String... roles) {
        for (String role : roles) {
            if (owner.column("SELECT rolname FROM pg_roles WHERE rolname = 'test_" + role + "'")
                    .isEmpty()) {
                owner.run("CREATE ROLE test_" + role + " LOGIN IN ROLE clacks_" + role);
            }
        }
    }
}
