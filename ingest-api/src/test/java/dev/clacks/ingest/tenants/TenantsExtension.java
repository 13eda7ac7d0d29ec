package dev.clacks.ingest.tenants;

import dev.clacks.ingest.config.DatabaseSettings;
import dev.clacks.ingest.encryption.AesSecretCipher;
import dev.clacks.ingest.encryption.MasterKeys;
import dev.clacks.ingest.server.Pool;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.junit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The operations of the administration with the rights of clacks_api, on the door's pool, which has one connection here. */
final class TenantsExtension implements BeforeAllCallback, AfterAllCallback {

    private final PostgresExtension postgres = new PostgresExtension();

    @SuppressWarnings("NullAway.Init")
    private Pool pool;

    @SuppressWarnings("NullAway.Init")
    private Tenants tenants;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        postgres.beforeAll(context);
        String url = database().libpqUrl(database().login(DatabaseRole.API));
        pool = Pool.of(new DatabaseSettings(url, url, url, 1));
        tenants = Tenants.of(pool, new AesSecretCipher(MasterKeys.none()), () -> "http://localhost");
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        pool.close(true);
        postgres.afterAll(context);
    }

    Tenants tenants() {
        return tenants;
    }

    TestDatabase database() {
        return postgres.database();
    }

    /** As superuser. */
    void execute(String sql) throws SQLException {
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of all rows, as superuser. */
    List<@Nullable String> column(String sql) throws SQLException {
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            var values = new ArrayList<@Nullable String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
