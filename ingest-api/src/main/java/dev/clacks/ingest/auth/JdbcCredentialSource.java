package dev.clacks.ingest.auth;

import dev.clacks.sql.SchemaVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads every tenant's credentials from PostgreSQL, in one snapshot. */
public final class JdbcCredentialSource implements CredentialSource {

    private static final String SECRETS = """
            SELECT app_id, secret_id, secret, key_id, expires_at FROM app_secrets
            WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) ORDER BY app_id, secret_id DESC""";

    private static final String APPLICATIONS = """
            SELECT a.app_id, a.app_uuid::text, a.org_id, o.org_uuid::text, o.tier, a.environment, a.disabled_at IS NOT NULL,
                   a.hmac_secret, a.promoted_at
            FROM applications a JOIN organizations o USING (org_id)""";

    private static final String TOKENS = """
            SELECT token_id, app_id, token_sha256, scopes, expires_at FROM api_tokens
            WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())""";

    private static final String CHANGES =
            "SELECT count(*), coalesce(max(xid)::text, '') FROM credential_changes WHERE xid >= CAST(? AS xid8)";

    private static final Logger LOG = LoggerFactory.getLogger(JdbcCredentialSource.class);

    /** What is read of one application's secrets. */
    private record Live(List<Secret> secrets, List<UnopenedSecret> unopened) {
        Live() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private final DataSource database;
    private final SecretCipher cipher;
    private final LastUses uses;
    private Set<String> missing = Set.of();

    /** @param uses what each credential's use is noted in */
    public JdbcCredentialSource(DataSource database, SecretCipher cipher, LastUses uses) {
        this.database = database;
        this.cipher = cipher;
        this.uses = uses;
    }

    @Override
    public Loaded load() throws SQLException {
        try (Connection connection = database.getConnection()) {
            checkSchema(connection);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                String xmin = one(statement, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text");
                LastUses.Reading reading = uses.reading();
                Map<String, Live> secrets = secrets(statement, reading);
                List<KnownApplication> applications = applications(statement, secrets, reading);
                Map<String, Token> tokens = tokens(statement, reading);
                var loaded = new Loaded(new Credentials(applications, tokens), mark(connection, xmin));
                connection.commit();
                reading.ended();
                tellOfMissingKeys(loaded.credentials().unopened());
                return loaded;
            }
        }
    }

    @Override
    public boolean changedSince(Loaded loaded) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return !mark(connection, loaded.mark().xmin()).equals(loaded.mark());
        }
    }

    /** Once for each set of missing keys, not at each load. */
    private void tellOfMissingKeys(List<UnopenedSecret> unopened) {
        var now = new TreeSet<String>();
        for (UnopenedSecret secret : unopened) {
            if (secret.keyMissing()) {
                now.add(secret.masterKey());
            }
        }
        if (!now.isEmpty() && !now.equals(missing)) {
            LOG.error(
                    "MASTER_KEY lacks the keys {} of live secrets: whoever signs with these is answered 503, and a door that"
                            + " starts so is not ready. Add the keys behind the current one and start again; where a key is lost, rotate"
                            + " the secrets that it encrypted",
                    now);
        } else if (now.isEmpty() && !missing.isEmpty()) {
            LOG.info("no secret needs a master key any more that is not configured");
        }
        missing = now;
    }

    /** A schema that this build was not made for is as good as none; after a migration the next look finds it. */
    private static void checkSchema(Connection connection) throws SQLException {
        String problem = SchemaVersion.of(connection).problem().orElse(null);
        if (problem != null) {
            throw new SQLException(problem);
        }
    }

    private static Mark mark(Connection connection, String xmin) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHANGES)) {
            statement.setString(1, xmin);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new Mark(xmin, rows.getLong(1), rows.getString(2));
            }
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Map<String, Live> secrets(Statement statement, LastUses.Reading reading) throws SQLException {
        var secrets = new HashMap<String, Live>();
        try (ResultSet rows = statement.executeQuery(SECRETS)) {
            while (rows.next()) {
                String appId = rows.getString(1);
                long id = rows.getLong(2);
                String keyId = rows.getString(4);
                Instant expiresAt = instant(rows.getTimestamp(5));
                Live live = secrets.computeIfAbsent(appId, _ -> new Live());
                byte[] key = cipher.open(appId, rows.getBytes(3), keyId);
                if (key != null) {
                    live.secrets.add(new Secret(id, Signature.key(key), expiresAt, reading.ofSecret(appId, id)));
                } else {
                    live.unopened.add(new UnopenedSecret(keyId, !cipher.knows(keyId), expiresAt));
                }
            }
        }
        return secrets;
    }

    private static List<KnownApplication> applications(
            Statement statement, Map<String, Live> secrets, LastUses.Reading reading) throws SQLException {
        var applications = new ArrayList<KnownApplication>();
        try (ResultSet rows = statement.executeQuery(APPLICATIONS)) {
            while (rows.next()) {
                String appId = rows.getString(1);
                Live live = secrets.getOrDefault(appId, new Live());
                String plain = rows.getString(8);
                if (plain != null) {
                    live.secrets.add(new Secret(0, Signature.key(plain), null, reading.ofSecret(appId, 0)));
                }
                boolean disabled = rows.getBoolean(7);
                applications.add(new KnownApplication(
                        rows.getString(3),
                        rows.getString(4),
                        appId,
                        rows.getString(2),
                        rows.getString(5),
                        "staging".equals(rows.getString(6)),
                        disabled,
                        instant(rows.getTimestamp(9)),
                        live.secrets,
                        disabled ? List.of() : live.unopened)); // nobody of a disabled one is heard anyway
            }
        }
        return applications;
    }

    private static Map<String, Token> tokens(Statement statement, LastUses.Reading reading) throws SQLException {
        var tokens = new HashMap<String, Token>();
        try (ResultSet rows = statement.executeQuery(TOKENS)) {
            while (rows.next()) {
                Set<String> scopes = new HashSet<>();
                for (Object scope : (Object[]) rows.getArray(4).getArray()) {
                    scopes.add(String.valueOf(scope));
                }
                tokens.put(
                        HexFormat.of().formatHex(rows.getBytes(3)),
                        new Token(
                                rows.getLong(1),
                                rows.getString(2),
                                scopes,
                                instant(rows.getTimestamp(5)),
                                reading.ofToken(rows.getLong(1))));
            }
        }
        return tokens;
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
