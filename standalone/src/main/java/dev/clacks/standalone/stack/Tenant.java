package dev.clacks.standalone.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.standalone.data.Secrets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalInt;

/** Makes the demo organisation and its applications, by plain SQL, as the self-hosting guide does. */
final class Tenant {

    /** Without limits. */
    private static final String TIER = "self-hosted";

    private final Connection connection;

    Tenant(Connection connection) {
        this.connection = connection;
    }

    /**
     * The second names, which the database chose.
     *
     * @param org UUID of the organisation
     * @param app UUID of the first application
     */
    record Uuids(String org, String app) {}

    /**
     * Makes what is missing.
     *
     * @param retentionDays days until events are archived where the organisation is new, if not the tier's
     */
    Uuids create(Secrets secrets, OptionalInt retentionDays) throws SQLException {
        connection.setAutoCommit(false);
        if (retentionDays.isPresent()) {
            query("SELECT add_retention_class(?)::text", retentionDays.getAsInt());
            update("UPDATE retention_classes SET days = ? WHERE tier = ?", retentionDays.getAsInt(), TIER);
        }
        update(
                "INSERT INTO organizations (org_id, name, tier) VALUES (?, 'Demo organisation', ?) ON CONFLICT DO NOTHING",
                secrets.orgId(),
                TIER);
        for (Secrets.App app : secrets.applications()) {
            update(
                    "INSERT INTO applications (app_id, org_id, name, hmac_secret) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    app.id(),
                    secrets.orgId(),
                    app.name(),
                    app.hmacSecret());
            update(
                    "INSERT INTO api_tokens (app_id, token_sha256, prefix, name) VALUES (?, ?, ?, 'made by up') ON CONFLICT DO NOTHING",
                    app.id(),
                    sha256(app.apiToken()),
                    app.apiToken().substring(0, 8));
        }
        connection.commit();
        return new Uuids(
                query("SELECT org_uuid::text FROM organizations WHERE org_id = ?", secrets.orgId()),
                query(
                        "SELECT app_uuid::text FROM applications WHERE app_id = ?",
                        secrets.first().id()));
    }

    private void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            statement.executeUpdate();
        }
    }

    private String query(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("no row: " + sql);
            }
            return String.valueOf(rows.getString(1));
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
