package dev.clacks.ingest.auth;

import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.common.lifecycle.ManagedLoop;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens for changed credentials on a direct connection of its own: transaction poolers break LISTEN. Only a hurry-up:
 * the store polls all the same, so a lost connection loses seconds, not changes. One turn of a {@link ManagedLoop}.
 */
public final class CredentialNotices implements ManagedLoop.Turn {

    private static final int WAIT_MILLIS = 2_000;

    private final DatabaseUrl database;
    private final Runnable changed;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Connection connection;

    /** @param changed called after each notice, and after each new connection, since some may have been missed */
    public CredentialNotices(DatabaseUrl database, Runnable changed) {
        this.database = database;
        this.changed = changed;
    }

    @Override
    public void take() throws InterruptedException {
        try {
            Connection current = connection == null ? connect() : connection;
            PGNotification[] notices = current.unwrap(PGConnection.class).getNotifications(WAIT_MILLIS);
            if (notices != null && notices.length > 0) {
                changed.run();
            }
        } catch (SQLException e) {
            close();
            var _ = stopping.await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void wakeUp() {
        stopping.countDown();
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // it was broken already
        }
        connection = null;
    }

    private Connection connect() throws SQLException {
        var properties = database.credentials();
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "ingest-api credentials");
        Connection fresh = DriverManager.getConnection(database.jdbcUrl(), properties);
        connection = fresh;
        try (Statement statement = fresh.createStatement()) {
            statement.execute("LISTEN clacks_credentials");
        }
        changed.run();
        return fresh;
    }
}
