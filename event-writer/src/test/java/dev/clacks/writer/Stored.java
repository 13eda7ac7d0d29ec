package dev.clacks.writer;

import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.testkit.ledger.Ledger;
import dev.clacks.testkit.ledger.LedgerReport;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in the database, seen by its superuser. Each question has a connection of its own, so it can be asked whatever has
 * become of the server meanwhile.
 */
public record Stored(String jdbcUrl, String user, String password) {

    /** As the superuser of a database of the tests. */
    public static Stored in(TestDatabase database) {
        var login = database.superuser();
        return new Stored(database.jdbcUrl(), login.user(), login.password());
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    public long number(String query, @Nullable Object... parameters) throws SQLException {
        return Long.parseLong(texts(query, parameters).getFirst());
    }

    /** The first column as text. */
    public List<String> texts(String query, @Nullable Object... parameters) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            var texts = new ArrayList<String>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
            return texts;
        }
    }

    public int execute(String statement, @Nullable Object... parameters) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            prepared.execute();
            return prepared.getUpdateCount();
        }
    }

    public long events() throws SQLException {
        return number("SELECT count(*) FROM events");
    }

    public long failed() throws SQLException {
        return number("SELECT count(*) FROM failed_events");
    }

    public LedgerReport verify(Ledger ledger) throws SQLException {
        try (Connection connection = connect()) {
            return ledger.verify(connection);
        }
    }
}
