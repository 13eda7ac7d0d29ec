package dev.clacks.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** One connection in short words; commits by itself unless told otherwise. For one thread at a time. */
final class Session implements AutoCloseable {
    private final Connection connection;

    Session(TestDatabase database) {
        try {
            connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        } catch (SQLException e) {
            throw new AssertionError("no connection to " + database, e);
        }
    }

    Connection connection() {
        return connection;
    }

    void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The first column of all rows as text. */
    List<String> column(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The one value of the one row as text; "null" for NULL. */
    String value(String sql) {
        List<String> values = column(sql);
        if (values.size() != 1) {
            throw new AssertionError("one row was expected of " + sql + ", not " + values);
        }
        return values.getFirst();
    }

    /** What the server says against a statement that must not succeed. */
    ServerErrorMessage refusal(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (PSQLException e) {
            if (e.getServerErrorMessage() != null) {
                return e.getServerErrorMessage();
            }
            throw new AssertionError(sql, e);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
        throw new AssertionError("was not refused: " + sql);
    }

    /** The SQLSTATE of a refusal. */
    String refusalState(String sql) {
        return String.valueOf(refusal(sql).getSQLState());
    }

    /** Waits up to a minute for a query to answer true. */
    void await(String condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!value(condition).equals("t")) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not true within a minute: " + condition);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    void begin() {
        run("BEGIN");
    }

    void commit() {
        run("COMMIT");
    }

    /** Payloads of the notifications that arrived up to now; a notification arrives before the answer to a later query. */
    List<String> notifications() {
        value("SELECT 1");
        try {
            PGNotification[] arrived = connection.unwrap(PGConnection.class).getNotifications();
            return arrived == null
                    ? List.of()
                    : List.of(arrived).stream()
                            .map(PGNotification::getParameter)
                            .toList();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
