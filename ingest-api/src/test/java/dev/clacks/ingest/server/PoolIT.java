package dev.clacks.ingest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.ingest.config.DatabaseSettings;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.junit.TestDatabase;
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
    void postgresqlEndsAStatementBeforeItsConnectionIsGivenUp() throws SQLException {
        TestDatabase database = POSTGRES.database();
        String url = database.libpqUrl(database.login(DatabaseRole.API));
        Pool pool = Pool.of(new DatabaseSettings(url, url, url, 1));
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            try (ResultSet row = statement.executeQuery("SELECT 1")) {
                assertThat(row.next()).as("the same connection goes on").isTrue();
            }
        } finally {
            pool.close();
        }
    }
}
