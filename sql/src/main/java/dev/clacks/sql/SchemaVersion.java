package dev.clacks.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The version of the schema in a database. A service reads it when it starts and refuses to run on one that does not fit.
 *
 * @param version the schema's version; 0 where the database has no schema
 * @param compatibleFrom the oldest build that runs on it, named by the version it was made for; 0 where there is no schema
 */
public record SchemaVersion(int version, int compatibleFrom) {
    /** The version this build was made for: the last that {@code 012-version.sql} adds. */
    public static final int REQUIRED = 4;

    private static final String NO_SUCH_TABLE = "42P01";

    private static final String QUERY =
            "SELECT version, compatible_from FROM public.schema_version ORDER BY version DESC LIMIT 1";

    /**
     * Reads it with one SELECT, which every role of the services may do.
     *
     * @throws SQLException where the database cannot be reached or asked, which says nothing about its version
     */
    public static SchemaVersion of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            return row.next() ? new SchemaVersion(row.getInt(1), row.getInt(2)) : new SchemaVersion(0, 0);
        } catch (SQLException e) {
            if (!NO_SUCH_TABLE.equals(e.getSQLState())) {
                throw e;
            }
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return new SchemaVersion(0, 0);
        }
    }

    /** What stands between this build and the database, and what to do about it; empty where they fit. */
    public Optional<String> problem() {
        return problemFor(REQUIRED);
    }

    Optional<String> problemFor(int required) {
        if (version < required) {
            return Optional.of("The database has %s and this build needs version %d: run `ingest-api db migrate`."
                    .formatted(version == 0 ? "no schema" : "schema version " + version, required));
        }
        if (required < compatibleFrom) {
            return Optional.of(
                    "The database has schema version %d, which takes builds made for version %d or later; this one "
                                    .formatted(version, compatibleFrom)
                            + "was made for %d: install a newer build.".formatted(required));
        }
        return Optional.empty();
    }
}
