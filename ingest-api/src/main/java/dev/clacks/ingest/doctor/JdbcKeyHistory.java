package dev.clacks.ingest.doctor;

import dev.clacks.ingest.auth.SecretCipher;
import dev.clacks.ingest.auth.Signature;
import dev.clacks.ingest.auth.Token;
import dev.clacks.ingest.doctor.KeyHistory.Previous;
import dev.clacks.ingest.doctor.KeyHistory.SentToken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads dead credentials from PostgreSQL when somebody asks the doctor. They are not kept: a secret that was revoked because it
 * leaked has no business in memory.
 */
public final class JdbcKeyHistory implements KeyHistorySource {

    private static final int TIMEOUT_SECONDS = 2;

    private static final String DEAD = "(revoked_at IS NOT NULL OR expires_at <= now())";

    private static final String COUNTS = "SELECT count(*) FILTER (WHERE revoked_at IS NULL),"
            + " count(*) FILTER (WHERE revoked_at IS NOT NULL) FROM app_secrets WHERE app_id = ? AND " + DEAD;

    private static final String PREVIOUS = "SELECT secret_id, secret, key_id, least(revoked_at, expires_at) AS ended"
            + " FROM app_secrets WHERE app_id = ? AND " + DEAD + " ORDER BY ended DESC LIMIT " + KeyHistory.MOST;

    private static final String TOKEN = "SELECT app_id, expires_at, revoked_at FROM api_tokens WHERE token_sha256 = ?";

    private final DataSource database;
    private final SecretCipher cipher;

    public JdbcKeyHistory(DataSource database, SecretCipher cipher) {
        this.database = database;
        this.cipher = cipher;
    }

    @Override
    public KeyHistory of(String appId, @Nullable String token) throws SQLException {
        try (Connection connection = database.getConnection()) {
            List<Previous> previous = previous(connection, appId);
            SentToken sent = token == null ? null : token(connection, token);
            try (PreparedStatement statement = prepare(connection, COUNTS)) {
                statement.setString(1, appId);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return new KeyHistory(row.getInt(1), row.getInt(2), previous, sent);
                }
            }
        }
    }

    private List<Previous> previous(Connection connection, String appId) throws SQLException {
        var previous = new ArrayList<Previous>();
        try (PreparedStatement statement = prepare(connection, PREVIOUS)) {
            statement.setString(1, appId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    byte[] key = cipher.open(appId, rows.getBytes(2), rows.getString(3));
                    Instant ended = instant(rows.getTimestamp(4));
                    if (key != null && ended != null) {
                        previous.add(new Previous(rows.getLong(1), Signature.key(key), ended));
                    }
                }
            }
        }
        return previous;
    }

    private static @Nullable SentToken token(Connection connection, String token) throws SQLException {
        try (PreparedStatement statement = prepare(connection, TOKEN)) {
            statement.setBytes(1, HexFormat.of().parseHex(Token.digest(token)));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? new SentToken(rows.getString(1), instant(rows.getTimestamp(2)), instant(rows.getTimestamp(3)))
                        : null;
            }
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
