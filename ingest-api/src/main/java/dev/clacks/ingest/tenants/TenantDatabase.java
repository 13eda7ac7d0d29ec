package dev.clacks.ingest.tenants;

import dev.clacks.common.admin.WishException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.apache.tomcat.jdbc.pool.PooledConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Transactions, and what the database's own refusals mean to an administrator. Thread-safe. */
public final class TenantDatabase {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CHECK_VIOLATION = "23514";

    private final DataSource source;

    public TenantDatabase(DataSource source) {
        this.source = source;
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /**
     * Runs it and commits; rolls back when it throws.
     *
     * @throws WishException where a rule of the schema forbids it
     * @throws SQLException where the database cannot do it
     */
    <T> T transaction(Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.in(connection);
                connection.commit();
            } catch (SQLException e) {
                rollBack(connection, e);
                throw refusalOr(e);
            } catch (RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
            connection.setAutoCommit(true);
            return result;
        }
    }

    /** Runs statements that only read, each in its own snapshot. */
    <T> T read(Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return work.in(connection);
        }
    }

    /**
     * Runs a statement that goes to the tables of {@code clacks_partitions}, on a connection that nobody gets after it. Whoever
     * has the archiver's login can hang code on those tables. It runs with their owner's rights, but in our session: a temporary
     * table, a setting or a prepared statement of its making would be taken for ours by the statements that follow.
     */
    <T> T apart(Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            PooledConnection pooled =
                    source instanceof DataSourceProxy ? connection.unwrap(PooledConnection.class) : null;
            try {
                return work.in(connection);
            } finally {
                if (pooled != null) {
                    pooled.setDiscarded(true); // the pool closes it instead of keeping it
                }
            }
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException second) {
            cause.addSuppressed(second);
        }
    }

    private static SQLException refusalOr(SQLException failure) {
        ServerErrorMessage message = failure instanceof PSQLException server ? server.getServerErrorMessage() : null;
        if (message != null && UNIQUE_VIOLATION.equals(message.getSQLState())) {
            throw WishException.conflict("the id is taken, by a row of that id or of that UUID: choose another");
        }
        if (message != null
                && CHECK_VIOLATION.equals(message.getSQLState())
                && "app_secrets_two_live".equals(message.getConstraint())) {
            throw WishException.conflict(message.getMessage() + ": revoke one of them first");
        }
        return failure;
    }
}
