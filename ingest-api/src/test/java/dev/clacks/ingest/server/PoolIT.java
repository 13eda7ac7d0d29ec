package dev.clacks.ingest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.ingest.config.DatabaseSettings;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.testkit.time.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pool's connections, as PostgreSQL sees them. */
final class PoolIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @Test
    void postgresqlEndsAStatementThatNobodyWaitsForAnyLonger() throws SQLException {
        TestDatabase database = POSTGRES.database();
        String url = database.libpqUrl(database.login(DatabaseRole.API));
        Pool pool = Pool.of(new DatabaseSettings(url, url, url, 1));
        try {
            assertThat(value(pool, "SELECT current_setting('statement_timeout')"))
                    .isEqualTo(Pool.STATEMENT_SECONDS + "s");
            assertThat(Pool.STATEMENT_SECONDS)
                    .as("before the connection is given up")
                    .isLessThan(Pool.SOCKET_SECONDS);

            // PostgreSQL's refusal, or where that is held up for a second the end of the connection
            assertThatThrownBy(() -> value(pool, "SELECT pg_sleep(3600)")).isInstanceOf(SQLException.class);

            Await.untilEqual("statements left running", 0, () -> sleeping(database));
            assertThat(value(pool, "SELECT 1")).as("the pool goes on").isEqualTo("1");
        } finally {
            pool.close();
        }
    }

    private static String value(Pool pool, String query) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** How many statements sleep in the database, as PostgreSQL sees it. */
    private static int sleeping(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND state = 'active' AND wait_event = 'PgSleep'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
