package dev.clacks.testkit.junit;

import dev.clacks.testkit.embedded.PostgresLogin;
import java.util.Locale;

/** Whom a test logs in as: one login for each group of the schema. */
public enum DatabaseRole {
    API,
    WRITER,
    ARCHIVER,
    READER;

    /** The group that the schema's rights are granted to. */
    String group() {
        return "clacks_" + name().toLowerCase(Locale.ROOT);
    }

    /** The login that is a member of the group. */
    PostgresLogin login() {
        return new PostgresLogin("test_" + name().toLowerCase(Locale.ROOT), "test-of-clacks");
    }
}
