package dev.clacks.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.sql.SchemaVersion;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostgresExtensionIT {
    @RegisterExtension
    static final CapturedContext CONTEXT = new CapturedContext();

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @Test
    void theClassHasADatabaseWithTheWholeSchema() throws SQLException {
        try (Connection connection = POSTGRES.database().connect()) {
            assertThat(SchemaVersion.of(connection).problem()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyRoleMayLogInAndReadTheVersion(DatabaseRole role) throws SQLException {
        try (Connection connection = POSTGRES.database().connect(role)) {
            assertThat(SchemaVersion.of(connection).problem()).isEmpty();
        }
    }

    @Test
    void theLibpqFormLeadsToTheSameDatabase() throws SQLException {
        TestDatabase database = POSTGRES.database();
        DatabaseUrl url = DatabaseUrl.parse(database.libpqUrl(database.login(DatabaseRole.READER)));

        try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), url.credentials())) {
            assertThat(connection.getCatalog()).isEqualTo(database.name());
        }
    }

    @Test
    void anotherDatabaseDoesNotSeeWhatIsDoneInTheFirst() throws SQLException {
        TestDatabase other = POSTGRES.newDatabase();

        execute(POSTGRES.database(), "INSERT INTO organizations (org_id, name) VALUES ('org', 'x')");

        assertThat(text(other, "SELECT count(*) FROM organizations")).isEqualTo("0");
    }

    @Test
    void anEmptyDatabaseHasNoSchema() throws SQLException {
        try (Connection connection = POSTGRES.newEmptyDatabase().connect()) {
            assertThat(SchemaVersion.of(connection).version()).isZero();
        }
    }

    @Test
    void afterTheClassItsDatabasesAreGoneWhoeverIsStillConnected() throws SQLException {
        PostgresExtension extension = new PostgresExtension();
        extension.beforeAll(CONTEXT.get());
        TestDatabase database = extension.database();
        try (Connection left = database.connect()) {
            extension.afterAll(CONTEXT.get());

            assertThat(left.isValid(5)).isFalse();
        }
        assertThatThrownBy(() -> database.connect().close()).hasMessageContaining("does not exist");
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
