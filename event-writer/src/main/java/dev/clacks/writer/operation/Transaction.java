package dev.clacks.writer.operation;

import java.sql.Connection;
import java.sql.SQLException;

/** Several statements as one. */
public final class Transaction {

    /** What happens inside. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws SQLException;
    }

    private Transaction() {}

    /** Commits what the work did, or nothing of it when it throws. */
    public static <T> T of(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.run();
            connection.commit();
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.rollback();
                connection.setAutoCommit(true);
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }
}
