package dev.clacks.ingest.tenants;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AuditTrail;
import dev.clacks.ingest.auth.Token;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates, lists and revokes bearer tokens. Thread-safe. */
public final class Tokens {

    private static final int PREFIX = 8;

    private static final String COLUMNS = "SELECT token_id, app_id, prefix, name, scopes, created_at, last_used_at,"
            + " expires_at, revoked_at FROM api_tokens ";

    private final TenantDatabase database;

    Tokens(TenantDatabase database) {
        this.database = database;
    }

    /**
     * Makes one; any number may live at once.
     *
     * @param app either name of its application
     * @param name for people, null for none
     * @param scopes null for ingest alone
     * @param expiresIn a duration such as {@code 90d}; null for never
     */
    public NewToken create(
            Actor actor, String app, @Nullable String name, @Nullable Set<String> scopes, @Nullable String expiresIn)
            throws SQLException {
        return database.transaction(
                connection -> create(connection, actor, Applications.find(connection, app), name, scopes, expiresIn));
    }

    NewToken create(
            Connection connection,
            Actor actor,
            Application application,
            @Nullable String name,
            @Nullable Set<String> scopes,
            @Nullable String expiresIn)
            throws SQLException {
        String checkedName = Checks.label(name);
        Set<String> checkedScopes = Checks.scopes(scopes);
        String token = Generated.token();
        long id = Sql.one(
                connection,
                """
                INSERT INTO api_tokens (app_id, token_sha256, prefix, name, scopes, expires_at)
                VALUES (?, ?, ?, ?, ?, now() + make_interval(secs => CAST(? AS double precision))) RETURNING token_id""",
                row -> row.getLong(1),
                application.appId(),
                HexFormat.of().parseHex(Token.digest(token)),
                token.substring(0, PREFIX),
                checkedName,
                checkedScopes,
                Checks.expiry(expiresIn));
        ApiToken created = byId(connection, application, id);
        AuditTrail.add(
                connection,
                actor,
                "token.create",
                application.orgId(),
                application.appId(),
                Map.of("token_id", id, "name", checkedName, "scopes", checkedScopes));
        return new NewToken(created, token);
    }

    /** Those of an application, the newest first, revoked ones included. */
    public List<ApiToken> list(String app) throws SQLException {
        return database.read(connection -> Sql.list(
                connection,
                COLUMNS + "WHERE app_id = ? ORDER BY token_id DESC",
                Tokens::row,
                Applications.find(connection, app).appId()));
    }

    /** Ends one; does nothing where it was revoked before. The door knows within seconds. */
    public ApiToken revoke(Actor actor, String app, long tokenId) throws SQLException {
        return database.transaction(connection -> {
            Application application = Applications.find(connection, app);
            int changed = Sql.update(
                    connection,
                    "UPDATE api_tokens SET revoked_at = now() WHERE app_id = ? AND token_id = ? AND revoked_at IS NULL",
                    application.appId(),
                    tokenId);
            if (changed > 0) {
                AuditTrail.add(
                        connection,
                        actor,
                        "token.revoke",
                        application.orgId(),
                        application.appId(),
                        Map.of("token_id", tokenId));
            }
            return byId(connection, application, tokenId);
        });
    }

    private static ApiToken byId(Connection connection, Application application, long id) throws SQLException {
        ApiToken found = Sql.first(
                connection, COLUMNS + "WHERE app_id = ? AND token_id = ?", Tokens::row, application.appId(), id);
        if (found == null) {
            throw TenantException.notFound("the application " + application.appId() + " has no token " + id);
        }
        return found;
    }

    private static ApiToken row(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getLong("token_id"),
                row.getString("app_id"),
                row.getString("prefix"),
                row.getString("name"),
                List.of((String[]) row.getArray("scopes").getArray()),
                Sql.instantOf(row, "created_at"),
                Sql.instant(row, "last_used_at"),
                Sql.instant(row, "expires_at"),
                Sql.instant(row, "revoked_at"));
    }
}
