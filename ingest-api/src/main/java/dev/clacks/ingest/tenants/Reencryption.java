package dev.clacks.ingest.tenants;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AuditTrail;
import dev.clacks.common.admin.WishException;
import dev.clacks.ingest.encryption.AesSecretCipher;
import dev.clacks.ingest.encryption.Sealed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings all stored secrets under the current master key, those of {@code applications.hmac_secret} and revoked ones
 * included, so that an older key can be dropped. An application a transaction, under the lock of its row: any number may be at
 * it, beside running doors, and whoever begins again goes on where the last one ended. Thread-safe.
 */
public final class Reencryption {

    private static final String APPLICATIONS = """
            SELECT a.app_id FROM applications a
            WHERE a.app_id > ? AND (a.hmac_secret IS NOT NULL
               OR EXISTS (SELECT FROM app_secrets s WHERE s.app_id = a.app_id AND s.key_id IS DISTINCT FROM ?))
            ORDER BY a.app_id LIMIT ?""";

    private static final String WAITING = """
            SELECT key, sum(n) FROM (
                SELECT coalesce(key_id, '') AS key, count(*) AS n FROM app_secrets WHERE key_id IS DISTINCT FROM ? GROUP BY key_id
                UNION ALL SELECT '', count(*) FROM applications WHERE hmac_secret IS NOT NULL) k
            GROUP BY key HAVING sum(n) > 0 ORDER BY key""";

    private static final int PAGE = 200;

    private final TenantDatabase database;
    private final AesSecretCipher cipher;

    Reencryption(TenantDatabase database, AesSecretCipher cipher) {
        this.database = database;
        this.cipher = cipher;
    }

    /**
     * What waits to be encrypted anew.
     *
     * @param masterKey id of the current key
     * @param secrets by the id of the key that encrypted them; {@code ""} for plain text
     */
    public record Waiting(String masterKey, Map<String, Long> secrets) {
        /** How many in all. */
        public long total() {
            return secrets.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * What was done.
     *
     * @param masterKey id of the current key
     * @param secrets how many are under it now that were not
     * @param unopened how many could not be opened and stay as they are; the log says why
     */
    public record Done(String masterKey, long secrets, long unopened) {
        private Done plus(long more, long failed) {
            return new Done(masterKey, secrets + more, unopened + failed);
        }
    }

    /** Counts; changes nothing. */
    public Waiting waiting() throws SQLException {
        String current = current();
        return database.read(connection -> {
            var counts = new TreeMap<String, Long>();
            Sql.list(connection, WAITING, row -> counts.put(row.getString(1), row.getLong(2)), current);
            return new Waiting(current, counts);
        });
    }

    /**
     * Does it.
     *
     * @param progress told after each page of applications
     * @throws WishException where there is no master key
     */
    public Done run(Actor actor, Consumer<Done> progress) throws SQLException {
        String current = current();
        var done = new Done(current, 0, 0);
        String after = "";
        while (true) {
            String from = after;
            List<String> page = database.read(
                    connection -> Sql.list(connection, APPLICATIONS, row -> row.getString(1), from, current, PAGE));
            if (page.isEmpty()) {
                return done;
            }
            for (String appId : page) {
                Done before = done;
                done = database.transaction(connection -> reencrypt(connection, actor, appId, before));
            }
            after = page.getLast();
            progress.accept(done);
        }
    }

    private Done reencrypt(Connection connection, Actor actor, String appId, Done before) throws SQLException {
        Application application = Sql.first(
                connection,
                "SELECT app_id FROM applications WHERE app_id = ?",
                row -> Applications.lock(connection, appId),
                appId);
        if (application == null) {
            return before; // deleted meanwhile
        }
        long moved = Secrets.moveIn(connection, appId, cipher) ? 1 : 0;
        long changed = moved;
        long unopened = 0;
        for (Stored stored : Sql.list(
                connection,
                "SELECT secret_id, secret, key_id FROM app_secrets WHERE app_id = ? AND key_id IS DISTINCT FROM ? FOR UPDATE",
                row -> new Stored(row.getLong(1), row.getBytes(2), row.getString(3)),
                appId,
                before.masterKey)) {
            byte[] secret = cipher.open(appId, stored.bytes, stored.keyId);
            if (secret == null) {
                unopened++;
                continue;
            }
            Sealed sealed = cipher.seal(appId, secret);
            Sql.update(
                    connection,
                    "UPDATE app_secrets SET secret = ?, key_id = ? WHERE secret_id = ?",
                    sealed.bytes(),
                    sealed.keyId(),
                    stored.secretId);
            changed++;
        }
        if (changed > 0) {
            AuditTrail.add(
                    connection,
                    actor,
                    "secret.re-encrypt",
                    application.orgId(),
                    appId,
                    Map.of("secrets", changed, "moved", moved, "master_key", before.masterKey));
        }
        return before.plus(changed, unopened);
    }

    private String current() {
        String current = cipher.currentKeyId();
        if (current == null) {
            throw WishException.invalid("there is no master key: set MASTER_KEY, the current key first");
        }
        return current;
    }

    @SuppressWarnings("ArrayRecordComponent") // a value on its way, never compared
    private record Stored(
            long secretId, byte[] bytes, @Nullable String keyId) {}
}
