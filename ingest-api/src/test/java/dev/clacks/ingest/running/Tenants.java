package dev.clacks.ingest.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.ingest.auth.Token;
import dev.clacks.testkit.junit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;

/** Makes and changes tenants in plain SQL, as an operator would. */
public final class Tenants {

    private final TestDatabase database;

    public Tenants(TestDatabase database) {
        this.database = database;
    }

    /** Stores a tenant as it is, without limits, its secret in {@code applications.hmac_secret}. */
    public Tenant store(Tenant tenant) {
        return store(tenant, "enterprise", "production");
    }

    /** Stores a tenant whose organisation has that tier and whose application is of that environment. */
    public Tenant store(Tenant tenant, String tier, String environment) {
        run(
                "INSERT INTO organizations (org_id, org_uuid, name, tier) VALUES (?, ?, 'Test', ?)",
                tenant.orgId(),
                tenant.orgUuid(),
                tier);
        return storeApplication(tenant, environment);
    }

    /** Stores the application of a tenant whose organisation is there. */
    public Tenant storeApplication(Tenant tenant, String environment) {
        run(
                "INSERT INTO applications (app_id, app_uuid, org_id, name, hmac_secret, environment) VALUES (?, ?, ?, 'Test', ?, ?)",
                tenant.appId(),
                tenant.appUuid(),
                tenant.orgId(),
                tenant.secret(),
                environment);
        addToken(tenant, tenant.token(), "ingest");
        return tenant;
    }

    /** Adds a token with one scope. */
    public void addToken(Tenant tenant, String token, String scope) {
        run(
                "INSERT INTO api_tokens (app_id, token_sha256, prefix, scopes) VALUES (?, ?, 'test', ARRAY[?])",
                tenant.appId(),
                HexFormat.of().parseHex(Token.digest(token)),
                scope);
    }

    /** Adds a secret beside {@code applications.hmac_secret}, in plain text. */
    public void addSecret(Tenant tenant, String secret) {
        run("INSERT INTO app_secrets (app_id, secret) VALUES (?, ?)", tenant.appId(), secret.getBytes(UTF_8));
    }

    /** Runs one statement as superuser. */
    public void run(String sql, Object... values) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
