package dev.clacks.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** One connection in short words; commits by itself unless told otherwise. For one thread at a time. */
final class Session implements AutoCloseable {
    /** On a machine that is held up, all take long. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final Duration PAUSE = Duration.ofMillis(20);

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

    /** Waits up to three minutes for a query to answer true. */
    void await(String condition) {
        long begun = System.nanoTime();
        while (!value(condition).equals("t")) {
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new AssertionError("not true within " + LIMIT.toSeconds() + " s: " + condition);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /**
     * As {@link #run}, but again for up to three minutes where somebody is in the way.
     *
     * @param sqlState what the server then says
     */
    void runDespite(String sqlState, String sql) {
        long begun = System.nanoTime();
        while (true) {
            try {
                run(sql);
                return;
            } catch (AssertionError e) {
                boolean inTheWay =
                        e.getCause() instanceof SQLException refused && sqlState.equals(refused.getSQLState());
                if (!inTheWay || System.nanoTime() - begun > LIMIT.toNanos()) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
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
