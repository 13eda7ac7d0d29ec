package dev.clacks.ingest.auth;

import dev.clacks.common.lifecycle.ManagedLoop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the last uses of tokens and secrets into PostgreSQL, at intervals and once more at the end: never at a request. Times
 * only move forward, whichever replica writes. While PostgreSQL is away nothing is lost but freshness. One turn of a
 * {@link ManagedLoop}.
 */
public final class LastUseLoop implements ManagedLoop.Turn {

    private static final Logger LOG = LoggerFactory.getLogger(LastUseLoop.class);
    private static final int ROWS_A_STATEMENT = 1_000;
    private static final long LONGEST_TURN_MILLIS = 1_000;

    private static final String SECRETS = update("app_secrets", "last_used_at", "secret_id", "bigint");
    /** A use that is saved after the secret was removed is none of the next one's. */
    private static final String PLAIN =
            update("applications", "hmac_secret_last_used_at", "app_id", "text") + " AND t.hmac_secret IS NOT NULL";

    private static final String TOKENS = update("api_tokens", "last_used_at", "token_id", "bigint");

    private final DataSource database;
    private final LastUses uses;
    private final Duration interval;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private long lastSaved = System.nanoTime();
    private boolean failing;

    public LastUseLoop(DataSource database, LastUses uses, Duration interval) {
        this.database = database;
        this.uses = uses;
        this.interval = interval;
    }

    private static String update(String table, String column, String key, String type) {
        return """
                UPDATE %1$s t SET %2$s = to_timestamp(u.at) FROM unnest(CAST(? AS %4$s[]), CAST(? AS bigint[])) AS u (id, at)
                WHERE t.%3$s = u.id AND (t.%2$s IS NULL OR t.%2$s < to_timestamp(u.at))""".formatted(table, column, key, type);
    }

    @Override
    public void take() throws InterruptedException {
        boolean ended = stopping.await(Math.min(interval.toMillis(), LONGEST_TURN_MILLIS), TimeUnit.MILLISECONDS);
        if (!ended && System.nanoTime() - lastSaved >= interval.toNanos()) {
            save();
            lastSaved = System.nanoTime();
        }
    }

    @Override
    public void wakeUp() {
        stopping.countDown();
    }

    @Override
    public void close() {
        save();
    }

    private void save() {
        try {
            save(SECRETS, "bigint", uses.unsaved(LastUses.StoredSecret.class), LastUses.StoredSecret::secretId);
            save(PLAIN, "text", uses.unsaved(LastUses.PlainSecret.class), LastUses.PlainSecret::appId);
            save(TOKENS, "bigint", uses.unsaved(LastUses.StoredToken.class), LastUses.StoredToken::tokenId);
            failing = false;
        } catch (SQLException e) {
            if (!failing) {
                LOG.warn("the last use of tokens and secrets cannot be saved, it is tried again: {}", e.getMessage());
            }
            failing = true;
        }
    }

    private <C extends LastUses.Credential> void save(
            String sql, String type, List<Map.Entry<C, LastUse>> unsaved, Function<C, Object> id) throws SQLException {
        for (int from = 0; from < unsaved.size(); from += ROWS_A_STATEMENT) {
            var part = unsaved.subList(from, Math.min(unsaved.size(), from + ROWS_A_STATEMENT));
            Object[] ids = part.stream().map(use -> id.apply(use.getKey())).toArray();
            Long[] seconds = part.stream().map(use -> use.getValue().second()).toArray(Long[]::new);
            try (Connection connection = database.getConnection();
                    PreparedStatement update = connection.prepareStatement(sql)) {
                update.setArray(1, connection.createArrayOf(type, ids));
                update.setArray(2, connection.createArrayOf("bigint", seconds));
                update.executeUpdate();
            }
            for (int i = 0; i < seconds.length; i++) {
                part.get(i).getValue().saved(seconds[i]);
            }
        }
    }
}
