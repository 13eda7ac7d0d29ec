package dev.clacks.ingest.tenants;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AuditTrail;
import dev.clacks.common.admin.WishException;
import dev.clacks.ingest.auth.Token;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Creates, rotates, lists and revokes bearer tokens. Thread-safe. */
public final class Tokens {

    private static final int PREFIX = 8;

    private static final String COLUMNS = "SELECT token_id, app_id, prefix, name, scopes, created_at, last_used_at,"
            + " expires_at, revoked_at, replaced_by FROM api_tokens ";

    private static final String REPLACED =
            " replaced_by = ? WHERE token_id = ? AND replaced_by IS NULL AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())";

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
        NewToken made =
                insert(connection, application, Checks.label(name), Checks.scopes(scopes), Checks.expiry(expiresIn));
        ApiToken row = made.row();
        AuditTrail.add(
                connection,
                actor,
                "token.create",
                application.orgId(),
                application.appId(),
                Map.of("token_id", row.tokenId(), "name", row.name(), "scopes", row.scopes(), "expires_at", end(row)));
        return made;
    }

    /**
     * Makes a new one for the same use, with the old one's name and scopes and as long to live; the old one ends when the overlap
     * does, and until then clients may send either.
     *
     * @param overlap a duration such as {@code 24h}, the default; 0 ends the old one at once
     * @throws WishException where the old one is dead or was rotated before
     */
    public NewToken rotate(Actor actor, String app, long tokenId, @Nullable String overlap) throws SQLException {
        long seconds = Checks.overlap(overlap).toSeconds();
        return database.transaction(connection -> {
            Application application = Applications.find(connection, app);
            ApiToken old = byId(connection, application, tokenId);
            NewToken made = insert(connection, application, old.name(), new TreeSet<>(old.scopes()), lifetime(old));
            ApiToken row = made.row();
            int ended = Sql.update(
                    connection,
                    (seconds == 0
                                    ? "UPDATE api_tokens SET revoked_at = now(),"
                                    : "UPDATE api_tokens SET expires_at = least(expires_at, now() + make_interval(secs => "
                                            + seconds + ")),")
                            + REPLACED,
                    row.tokenId(),
                    tokenId);
            if (ended == 0) {
                throw notRotated(byId(connection, application, tokenId)); // as it is now: somebody may have been faster
            }
            AuditTrail.add(
                    connection,
                    actor,
                    "token.rotate",
                    application.orgId(),
                    application.appId(),
                    Map.of(
                            "token_id",
                            row.tokenId(),
                            "replaces",
                            tokenId,
                            "overlap_seconds",
                            seconds,
                            "expires_at",
                            end(row)));
            return made;
        });
    }

    private static WishException notRotated(ApiToken old) {
        return WishException.conflict("the token " + old.tokenId()
                + (old.replacedBy() == null
                        ? " is no longer live: make a new one"
                        : " was rotated before, by the token " + old.replacedBy() + ": rotate that one"));
    }

    private static @Nullable Duration lifetime(ApiToken token) {
        return token.expiresAt() == null ? null : Duration.between(token.createdAt(), token.expiresAt());
    }

    private static String end(ApiToken token) {
        return token.expiresAt() == null ? "never" : token.expiresAt().toString();
    }

    private static NewToken insert(
            Connection connection,
            Application application,
            String name,
            Set<String> scopes,
            @Nullable Duration lifetime)
            throws SQLException {
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
                name,
                scopes,
                lifetime);
        return new NewToken(byId(connection, application, id), token);
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
            throw WishException.notFound("the application " + application.appId() + " has no token " + id);
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
                Sql.instant(row, "revoked_at"),
                row.getObject("replaced_by", Long.class));
    }
}
