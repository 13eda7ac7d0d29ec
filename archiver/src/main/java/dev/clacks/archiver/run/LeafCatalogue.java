package dev.clacks.archiver.run;

import dev.clacks.archiver.plan.Leaf;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's catalogue says of the leaves of {@code events}. Names come from it, quoted where they must be. */
public final class LeafCatalogue {

    private static final String ATTACHED = """
            SELECT parent::text AS parent, leaf::text AS leaf, days, day, upper, detach_pending FROM partition_leaves
            WHERE days IS NOT NULL AND (?::text IS NULL OR leaf = to_regclass(?))
            """;

    private final Connection connection;

    public LeafCatalogue(Connection connection) {
        this.connection = connection;
    }

    /** All leaves that are attached, those half detached included. */
    public List<Leaf> attached() throws SQLException {
        return leaves(null);
    }

    /** The leaf, while it is attached or half detached. */
    public Optional<Leaf> attached(String name) throws SQLException {
        return leaves(name).stream().findFirst();
    }

    /** Whether a detach of the leaf was begun and not finished; empty when it is attached to nothing. */
    public Optional<Boolean> detachPending(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = to_regclass(?)")) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBoolean(1)) : Optional.empty();
            }
        }
    }

    /** Whether there is such a table at all. */
    public boolean exists(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getBoolean(1);
            }
        }
    }

    /** Whether the table holds any row. */
    public boolean hasRows(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT EXISTS (SELECT FROM " + name + ")");
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getBoolean(1);
        }
    }

    /** How many rows the table holds, counted. */
    public long count(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT count(*) FROM " + name);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    private List<Leaf> leaves(@Nullable String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ATTACHED)) {
            statement.setString(1, name);
            statement.setString(2, name);
            try (ResultSet rows = statement.executeQuery()) {
                var leaves = new ArrayList<Leaf>();
                while (rows.next()) {
                    leaves.add(new Leaf(
                            rows.getString("parent"),
                            rows.getString("leaf"),
                            rows.getInt("days"),
                            rows.getObject("day", LocalDate.class),
                            rows.getObject("upper", OffsetDateTime.class).toInstant(),
                            rows.getBoolean("detach_pending")));
                }
                return leaves;
            }
        }
    }
}
