package dev.clacks.ingest.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AuditTrail;
import dev.clacks.common.admin.WishException;
import dev.clacks.ingest.encryption.AesSecretCipher;
import dev.clacks.ingest.encryption.Sealed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates, rotates, lists and revokes HMAC secrets; at most two of an application live at once. Secrets that plain SQL put
 * into {@code applications.hmac_secret} count and are listed under the id 0. Thread-safe.
 */
public final class Secrets {

    private static final String LIVE = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())";

    private static final String LIST = """
            SELECT secret_id, app_id, key_id, created_at, last_used_at, expires_at, revoked_at FROM app_secrets WHERE app_id = ?
            UNION ALL
            SELECT 0, app_id, NULL, created_at, hmac_secret_last_used_at, NULL, NULL FROM applications
            WHERE app_id = ? AND hmac_secret IS NOT NULL
            ORDER BY 1 DESC""";

    /** The last use is that of the secret: the next one begins without. */
    private static final String REMOVE_PLAIN =
            "UPDATE applications SET hmac_secret = NULL, hmac_secret_last_used_at = NULL WHERE app_id = ?";

    private final TenantDatabase database;
    private final AesSecretCipher cipher;

    Secrets(TenantDatabase database, AesSecretCipher cipher) {
        this.database = database;
        this.cipher = cipher;
    }

    /**
     * Makes one more.
     *
     * @throws WishException where two live already
     */
    public NewSecret create(Actor actor, String app) throws SQLException {
        return database.transaction(connection -> create(connection, actor, Applications.lock(connection, app)));
    }

    NewSecret create(Connection connection, Actor actor, Application application) throws SQLException {
        String secret = Generated.secret();
        HmacSecret created = insert(connection, application, secret);
        AuditTrail.add(
                connection,
                actor,
                "secret.create",
                application.orgId(),
                application.appId(),
                Map.of("secret_id", created.secretId()));
        return new NewSecret(created, secret);
    }

    /**
     * Makes a new one and lets the one that lives end when the overlap does; until then clients may sign with either.
     *
     * @param overlap a duration such as {@code 24h}, the default; 0 ends it at once
     * @throws WishException where two live already: then it is not clear which one is to end
     */
    public NewSecret rotate(Actor actor, String app, @Nullable String overlap) throws SQLException {
        long seconds = Checks.overlap(overlap).toSeconds();
        return database.transaction(connection -> {
            Application application = Applications.lock(connection, app);
            moveIn(connection, application.appId(), cipher);
            Long live = Sql.one(
                    connection,
                    "SELECT count(*) FROM app_secrets WHERE app_id = ? AND " + LIVE,
                    row -> row.getLong(1),
                    application.appId());
            if (live > 1) {
                throw WishException.conflict(
                        "the application " + application.appId() + " has two live secrets: revoke one of them first");
            }
            Sql.update(
                    connection,
                    seconds == 0
                            ? "UPDATE app_secrets SET revoked_at = now() WHERE app_id = ? AND " + LIVE
                            : "UPDATE app_secrets SET expires_at = least(expires_at, now() + make_interval(secs => "
                                    + seconds + ")) WHERE app_id = ? AND " + LIVE,
                    application.appId());
            String secret = Generated.secret();
            HmacSecret created = insert(connection, application, secret);
            AuditTrail.add(
                    connection,
                    actor,
                    "secret.rotate",
                    application.orgId(),
                    application.appId(),
                    Map.of("secret_id", created.secretId(), "overlap_seconds", seconds));
            return new NewSecret(created, secret);
        });
    }

    /** Those of an application, the newest first, revoked ones included. */
    public List<HmacSecret> list(String app) throws SQLException {
        return database.read(connection ->
                list(connection, Applications.find(connection, app).appId()));
    }

    /**
     * Ends one; does nothing where it was revoked before. The door knows within seconds. The one of id 0 is removed from the
     * application's row.
     */
    public List<HmacSecret> revoke(Actor actor, String app, long secretId) throws SQLException {
        return database.transaction(connection -> {
            Application application = Applications.lock(connection, app);
            String appId = application.appId();
            if (list(connection, appId).stream().noneMatch(secret -> secret.secretId() == secretId)) {
                throw WishException.notFound("the application " + appId + " has no secret " + secretId);
            }
            int changed = secretId == 0
                    ? Sql.update(connection, REMOVE_PLAIN, appId)
                    : Sql.update(
                            connection,
                            "UPDATE app_secrets SET revoked_at = now() WHERE secret_id = ? AND revoked_at IS NULL",
                            secretId);
            if (changed > 0) {
                AuditTrail.add(
                        connection, actor, "secret.revoke", application.orgId(), appId, Map.of("secret_id", secretId));
            }
            return list(connection, appId);
        });
    }

    /**
     * Moves {@code applications.hmac_secret} into {@code app_secrets}, encrypted where there is a master key; does nothing
     * where it is not set. The application's row must be locked.
     */
    static boolean moveIn(Connection connection, String appId, AesSecretCipher cipher) throws SQLException {
        Plain plain = Sql.first(
                connection,
                "SELECT hmac_secret, created_at, hmac_secret_last_used_at FROM applications WHERE app_id = ? AND hmac_secret IS NOT NULL",
                row -> new Plain(
                        row.getString(1),
                        row.getObject(2, OffsetDateTime.class),
                        row.getObject(3, OffsetDateTime.class)),
                appId);
        if (plain == null) {
            return false;
        }
        Sealed sealed = cipher.seal(appId, plain.secret.getBytes(UTF_8));
        Sql.update(connection, REMOVE_PLAIN, appId);
        Sql.update(
                connection,
                "INSERT INTO app_secrets (app_id, secret, key_id, created_at, last_used_at) VALUES (?, ?, ?, ?, ?)",
                appId,
                sealed.bytes(),
                sealed.keyId(),
                plain.createdAt,
                plain.lastUsedAt);
        return true;
    }

    private record Plain(
            String secret,
            OffsetDateTime createdAt,
            @Nullable OffsetDateTime lastUsedAt) {}

    private HmacSecret insert(Connection connection, Application application, String secret) throws SQLException {
        Sealed sealed = cipher.seal(application.appId(), secret.getBytes(UTF_8));
        long id = Sql.one(
                connection,
                "INSERT INTO app_secrets (app_id, secret, key_id) VALUES (?, ?, ?) RETURNING secret_id",
                row -> row.getLong(1),
                application.appId(),
                sealed.bytes(),
                sealed.keyId());
        return list(connection, application.appId()).stream()
                .filter(row -> row.secretId() == id)
                .findFirst()
                .orElseThrow();
    }

    private static List<HmacSecret> list(Connection connection, String appId) throws SQLException {
        return Sql.list(connection, LIST, Secrets::row, appId, appId);
    }

    private static HmacSecret row(ResultSet row) throws SQLException {
        return new HmacSecret(
                row.getLong("secret_id"),
                row.getString("app_id"),
                row.getString("key_id"),
                Sql.instantOf(row, "created_at"),
                Sql.instant(row, "last_used_at"),
                Sql.instant(row, "expires_at"),
                Sql.instant(row, "revoked_at"));
    }
}
