package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import liquibase.Liquibase;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.Test;

class OptionalIndexesIT {
    private static final String INDEXES =
            "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'events' ORDER BY 1";
    private static final List<String> FEW = List.of("events_org_app_timestamp_idx", "events_pkey");
    private static final List<String> ALL = List.of(
            "events_category_idx",
            "events_event_data_idx",
            "events_org_app_timestamp_idx",
            "events_pkey",
            "events_type_idx");

    private final TestServer server = TestServer.shared();

    @Test
    void areNotMadeByDefault() {
        TestDatabase database = server.empty();

        database.migrator().migrate();

        assertThat(indexes(database)).isEqualTo(FEW);
    }

    @Test
    void areNotMadeWhereNoContextIsNamedAtAll() throws Exception {
        TestDatabase database = server.empty();

        plainLiquibase(database, "");

        assertThat(indexes(database)).isEqualTo(FEW);
        assertThat(database.migrator().upToDate()).isTrue();
    }

    @Test
    void areMadeWhereTheMigratorIsAskedForThem() {
        TestDatabase database = server.migrated();

        database.migrator(Migrator.OPTIONAL_INDEXES).migrate();

        assertThat(indexes(database)).isEqualTo(ALL);
        assertThat(database.migrator().upToDate()).isTrue();
    }

    @Test
    void areMadeWhereTheirContextIsNamed() throws Exception {
        TestDatabase database = server.empty();
        plainLiquibase(database, "");

        plainLiquibase(database, Migrator.OPTIONAL_INDEXES);

        assertThat(indexes(database)).isEqualTo(ALL);
    }

    private static List<String> indexes(TestDatabase database) {
        try (Session session = database.open()) {
            return session.column(INDEXES);
        }
    }

    /** What the command "db migrate" of Dropwizard does; with no --include its contexts are the empty string. */
    private static void plainLiquibase(TestDatabase database, String contexts) throws Exception {
        try (Connection connection =
                DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
            var postgres = new PostgresDatabase();
            postgres.setConnection(new JdbcConnection(connection));
            try (var liquibase = new Liquibase(Migrator.CHANGELOG, new ClassLoaderResourceAccessor(), postgres)) {
                liquibase.update(contexts);
            }
        }
    }
}
