package dev.clacks.writer;

import dev.clacks.testkit.ledger.Ledger;
import dev.clacks.testkit.ledger.LedgerReport;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in the database, seen by its superuser. Each question has a connection of its own, so it can be asked whatever has
 * become of the server meanwhile.
 */
record Stored(String jdbcUrl, String user, String password) {

    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    long number(String query, Object... parameters) throws SQLException {
        return Long.parseLong(texts(query, parameters).getFirst());
    }

    /** The first column as text. */
    List<String> texts(String query, Object... parameters) throws SQLException {
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

    int execute(String statement, Object... parameters) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            prepared.execute();
            return prepared.getUpdateCount();
        }
    }

    long events() throws SQLException {
        return number("SELECT count(*) FROM events");
    }

    long failed() throws SQLException {
        return number("SELECT count(*) FROM failed_events");
    }

    LedgerReport verify(Ledger ledger) throws SQLException {
        try (Connection connection = connect()) {
            return ledger.verify(connection);
        }
    }
}
