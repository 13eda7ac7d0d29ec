package dev.clacks.archiver.run;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** One transaction on a connection that is otherwise in auto-commit mode. */
public final class Transaction {

    /** What is done in it. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws SQLException, IOException, InterruptedException;
    }

    private Transaction() {}

    /** Commits what the work did, or nothing of it when it throws. */
    public static <T> T of(Connection connection, Work<T> work) throws SQLException, IOException, InterruptedException {
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            T result = work.run();
            connection.commit();
            committed = true;
            return result;
        } finally {
            end(connection, committed);
        }
    }

    /** A session that died took its transaction with it; the failure of the work is what counts then. */
    private static void end(Connection connection, boolean committed) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        try {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            if (committed || !connection.isClosed()) {
                throw e;
            }
        }
    }
}
