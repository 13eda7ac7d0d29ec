package dev.clacks.archiver.upkeep;

import dev.clacks.archiver.config.UpkeepSettings;
import dev.clacks.archiver.run.Detachment;
import dev.clacks.archiver.run.LeafBusyException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One round of what keeps the database fit: partitions made ahead, counts folded, what has aged out dropped. Each part may be
 * done by several at once and any number of times. A leaf that others hold keeps nothing else waiting: it is left to the next
 * round. For one thread.
 */
final class Upkeep {

    private static final int FOLDED_AT_ONCE = 100_000;
    private static final int FOLDS = 200;

    /** A detach is pending, a lock was not to be had, somebody detached or made the leaf in between. */
    private static final Set<String> BUSY = Set.of("55000", "55P03", "42P17", "42P07");

    /** One that is half detached comes first: no other can be detached before it. */
    private static final String OLD_FAILURES = """
            SELECT leaf::text FROM partition_leaves WHERE days IS NULL AND upper <= ? ORDER BY detach_pending DESC, upper
            """;

    private static final String LEFT_DETACHED = """
            SELECT c.oid::regclass::text FROM pg_class c
            WHERE c.relnamespace = 'partitions'::regnamespace AND c.relkind = 'r'
              AND to_date(substring(c.relname FROM '^failed_events_(\\d{8})_\\d+$'), 'YYYYMMDD') < ?
              AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid)
            """;

    private final Connection connection;
    private final UpkeepSettings settings;
    private final Detachment detachment;
    private final InstantSource clock;
    private final SortedMap<String, String> left = new TreeMap<>();

    Upkeep(Connection connection, UpkeepSettings settings, Detachment detachment, InstantSource clock) {
        this.connection = connection;
        this.settings = settings;
        this.detachment = detachment;
        this.clock = clock;
    }

    /**
     * Makes today's partitions and those of the days ahead.
     *
     * @return the last day up to which every class, and {@code failed_events}, has its partition: the day before today where
     *     today's are not complete
     */
    LocalDate partitionsAhead() throws SQLException {
        LocalDate today = today();
        LocalDate through = today.minusDays(1);
        List<Integer> classes = classes();
        for (int ahead = 0; ahead <= settings.daysAhead(); ahead++) {
            LocalDate day = today.plusDays(ahead);
            boolean complete = made("failed_events of " + day, "SELECT ensure_failed_partition(?)", day);
            for (int days : classes) {
                complete &= made("events_r" + days + " of " + day, "SELECT ensure_event_partition(?, ?)", days, day);
            }
            if (complete && through.plusDays(1).equals(day)) {
                through = day;
            }
        }
        return through;
    }

    private boolean made(String what, String ensure, Object... values) throws SQLException {
        try {
            call(ensure, values);
            return true;
        } catch (SQLException e) {
            leave(what, e);
            return false;
        }
    }

    /** @throws SQLException the failure, where it is not that others hold the leaf */
    private void leave(String what, SQLException e) throws SQLException {
        if (!BUSY.contains(e.getSQLState())) {
            throw e;
        }
        left.put(what, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }

    /** What others hold, with why, and is done in the next round. */
    SortedMap<String, String> left() {
        return Collections.unmodifiableSortedMap(left);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private List<Integer> classes() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT days FROM retention_days_allowed ORDER BY days")) {
            var classes = new ArrayList<Integer>();
            while (rows.next()) {
                classes.add(rows.getInt(1));
            }
            return classes;
        }
    }

    /** Adds up the differences of event_counts, 20 million at most; what is left waits for the next time. */
    void foldCounts() throws SQLException {
        for (int i = 0; i < FOLDS; i++) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT fold_event_counts(?)")) {
                statement.setInt(1, FOLDED_AT_ONCE);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    if (row.getLong(1) < FOLDED_AT_ONCE) {
                        return;
                    }
                }
            }
        }
    }

    /** Drops failed events of days long past, and what was counted of them. */
    void dropOldFailures() throws SQLException, InterruptedException {
        OffsetDateTime before =
                today().minusDays(settings.failedDays()).atStartOfDay().atOffset(ZoneOffset.UTC);
        for (String leaf : texts(OLD_FAILURES, before)) {
            detach(leaf);
        }
        for (String leaf : texts(LEFT_DETACHED, before.toLocalDate())) {
            try {
                detachment.drop(leaf);
            } catch (LeafBusyException e) {
                left.put(leaf, String.valueOf(e.getMessage()));
            }
        }
        update("DELETE FROM failed_counts WHERE received_on < ?", before.toLocalDate());
        update("DELETE FROM failure_groups WHERE last_seen < ?", before);
    }

    private void detach(String leaf) throws SQLException, InterruptedException {
        try {
            if (!detachment.attempt("public.failed_events", leaf)) {
                left.put(leaf, "older transactions may still see it");
            }
        } catch (LeafBusyException e) {
            left.put(leaf, String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            leave(leaf, e);
        }
    }

    /** Forgets changes of credentials that every door has seen. */
    void forgetCredentialChanges() throws SQLException {
        call("SELECT prune_credential_changes()");
    }

    private List<String> texts(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet rows = statement.executeQuery()) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private void call(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            statement.execute();
        }
    }

    private void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            statement.executeUpdate();
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
