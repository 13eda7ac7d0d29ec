package dev.clacks.ingest.tenants;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AuditTrail;
import dev.clacks.common.admin.WishException;
import dev.clacks.common.db.SqlStates;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes staging applications production ones, for good. What was received before belongs to staging: a tombstone keeps it
 * from coming back out of Kafka or the archive, and is committed together with the change by {@code promote_application()}, which
 * alone may write it: a door's login can neither erase another application nor take a promotion back. What is stored is removed after
 * that, step by step, by {@code erase_tombstoned()}, which the archiver's upkeep calls too. So whoever dies in between leaves
 * nothing undone. Thread-safe.
 */
public final class Promotions {

    private static final String STATE = """
            SELECT tombstone_id, erased_events, erased_failures, erased_at IS NOT NULL AS complete FROM tombstones
            WHERE org_id = ? AND app_id = ? AND user_id IS NULL AND reason = 'promotion' ORDER BY tombstone_id DESC LIMIT 1""";

    private static final int ROWS_A_STEP = 5_000;
    private static final long PAUSE_MILLIS = 100;

    private final TenantDatabase database;

    Promotions(TenantDatabase database) {
        this.database = database;
    }

    /**
     * What {@link #promote} would do now; changes nothing.
     *
     * @throws WishException where the application is none of staging
     */
    public PromotionPlan plan(String app) throws SQLException {
        Application application = database.read(connection -> Applications.find(connection, app));
        requireStaging(application);
        return database.apart(connection -> Sql.one(
                connection,
                "SELECT events, failures FROM count_stored(?, ?)",
                row -> new PromotionPlan(application, row.getLong(1), row.getLong(2)),
                application.orgId(),
                application.appId()));
    }

    /**
     * Promotes it; returns how far the erasure is of one that was promoted before.
     *
     * @throws WishException where it has been a production application from the beginning
     */
    public Promotion promote(Actor actor, String app) throws SQLException {
        return database.transaction(connection -> {
            Application application = Applications.lock(connection, app);
            if (application.promotedAt() == null) {
                requireStaging(application);
                promote(connection, actor, application);
            }
            return state(connection, Applications.find(connection, application.appId()));
        });
    }

    private static void promote(Connection connection, Actor actor, Application application) throws SQLException {
        String at = Sql.one(
                connection,
                "SELECT received_before FROM promote_application(?)",
                row -> row.getString(1),
                application.appId());
        AuditTrail.add(
                connection,
                actor,
                "application.promote",
                application.orgId(),
                application.appId(),
                Map.of("erases_what_was_received_before", at));
    }

    /**
     * Removes what is left, until all is or the patience is over.
     *
     * @param progress told after each step
     */
    public Promotion erase(Promotion promotion, Duration patience, Consumer<Promotion> progress)
            throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        Promotion now = promotion;
        int rows = ROWS_A_STEP;
        while (!now.complete() && System.nanoTime() - begun < patience.toNanos()) {
            try {
                String step = step(promotion.tombstoneId(), rows);
                now = database.read(connection -> state(connection, promotion.application()));
                progress.accept(now);
                if (step.equals("waiting")) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            } catch (SQLException e) {
                if (!SqlStates.TOOK_TOO_LONG.equals(e.getSQLState()) || rows == 1) {
                    throw e;
                }
                rows /= 2; // nothing of that step is left, so a smaller one has to do
            }
        }
        return now;
    }

    private String step(long tombstone, int rows) throws SQLException {
        return database.apart(connection ->
                Sql.one(connection, "SELECT erase_tombstoned(?, ?)", row -> row.getString(1), tombstone, rows));
    }

    private static Promotion state(Connection connection, Application application) throws SQLException {
        Promotion state =
                Sql.first(connection, STATE, row -> row(application, row), application.orgId(), application.appId());
        if (state == null) {
            throw WishException.conflict("the application " + application.appId()
                    + " bears a time of promotion, but nothing was promoted: plain SQL set it");
        }
        return state;
    }

    private static Promotion row(Application application, ResultSet row) throws SQLException {
        return new Promotion(
                application,
                row.getLong("tombstone_id"),
                row.getLong("erased_events"),
                row.getLong("erased_failures"),
                row.getBoolean("complete"));
    }

    private static void requireStaging(Application application) {
        Instant promotedAt = application.promotedAt();
        if (!application.staging()) {
            throw WishException.conflict("the application " + application.appId() + " is a production application"
                    + (promotedAt == null ? "" : " since " + promotedAt) + ": only a staging one can be promoted");
        }
    }
}
