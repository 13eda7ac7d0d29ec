package dev.clacks.testkit.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The questions of one verification, in one transaction with one snapshot, so that a writer at work does not disturb
 * them. Temporary tables hold the two sides; they go with the transaction.
 */
final class LedgerCheck {
    private static final int ROWS_A_PIECE = 2_000;
    private static final int EXAMPLES = 10;

    /** {@code places}: one row for each row in which an acknowledged or any other event is, kind by kind. */
    private static final String TABLES = """
            CREATE TEMP TABLE ledger (org_id text, app_id text, event_id uuid, "timestamp" timestamptz) ON COMMIT DROP;
            CREATE TEMP TABLE ledger_archived (LIKE ledger) ON COMMIT DROP;
            CREATE TEMP TABLE ledger_stored (LIKE ledger, event_type text) ON COMMIT DROP;
            """;

    private static final String STORED = """
            INSERT INTO ledger_stored SELECT org_id, app_id, event_id, "timestamp", event_type FROM %s
            """;

    /**
     * Leaves that were detached, or are about to be, and not yet dropped: their rows are out of {@code events} but not yet the
     * archive's alone, whatever became of the run that did it.
     */
    private static final String LEAVES_ON_THEIR_WAY = """
            SELECT DISTINCT leaf FROM archive_runs
            WHERE state <> 'done' AND to_regclass(leaf) IS NOT NULL
              AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(leaf) AND NOT inhdetachpending)
            """;

    private static final String WHERE_THEY_ARE = """
            CREATE TEMP TABLE ledger_places ON COMMIT DROP AS
            SELECT l.*,
              coalesce(s.n, 0) AS stored, coalesce(a.n, 0) AS archived,
              EXISTS (SELECT FROM failed_events f WHERE f.event_id = l.event_id AND f.org_id = l.org_id AND f.app_id = l.app_id
                      AND f.state = 'failed' AND (f."timestamp" IS NULL OR f."timestamp" = l."timestamp")) AS failed
            FROM ledger l
            LEFT JOIN (SELECT org_id, app_id, event_id, "timestamp", count(*) AS n FROM ledger_stored GROUP BY 1, 2, 3, 4) s
              USING (org_id, app_id, event_id, "timestamp")
            LEFT JOIN (SELECT org_id, app_id, event_id, "timestamp", count(*) AS n FROM ledger_archived GROUP BY 1, 2, 3, 4) a
              USING (org_id, app_id, event_id, "timestamp")
            """;

    private static final String SUMS = """
            SELECT count(*),
              count(*) FILTER (WHERE stored > 0),
              count(*) FILTER (WHERE stored = 0 AND archived = 0 AND failed),
              count(*) FILTER (WHERE archived > 0),
              count(*) FILTER (WHERE stored = 0 AND archived = 0 AND NOT failed),
              count(*) FILTER (WHERE stored + archived > 1)
            FROM ledger_places
            """;

    private static final String LOST = """
            SELECT format('lost: %s %s %s at %s is nowhere', org_id, app_id, event_id, "timestamp")
            FROM ledger_places WHERE stored = 0 AND archived = 0 AND NOT failed ORDER BY event_id LIMIT 10
            """;

    private static final String DOUBLED = """
            SELECT format('doubled: %s %s %s at %s is stored %s times and archived %s times',
                          org_id, app_id, event_id, "timestamp", stored, archived)
            FROM ledger_places WHERE stored + archived > 1 ORDER BY event_id LIMIT 10
            """;

    /** Types are left out where the archive, whose entries bear none, or the cap on types has a part. */
    private static final String MISCOUNTED = """
            WITH exact AS (SELECT NOT EXISTS (SELECT FROM ledger_archived)
                             AND NOT EXISTS (SELECT FROM event_counts WHERE event_type = '(other)') AS types),
            rows AS (
              SELECT org_id, app_id, CASE WHEN types THEN event_type END AS type,
                     date_bin('1 hour', "timestamp", '2000-01-01 00:00:00+00') AS hour, count(*) AS n
              FROM (SELECT * FROM ledger_stored
                    UNION ALL SELECT *, NULL FROM ledger_archived) r, exact
              GROUP BY 1, 2, 3, 4),
            counted AS (
              SELECT org_id, app_id, CASE WHEN types THEN event_type END AS type, hour, sum(events) AS n
              FROM event_counts, exact GROUP BY 1, 2, 3, 4)
            SELECT format('miscounted: %s %s %s in the hour from %s: %s rows, event_counts says %s',
                          coalesce(r.org_id, c.org_id), coalesce(r.app_id, c.app_id), coalesce(r.type, c.type, '(all types)'),
                          coalesce(r.hour, c.hour), coalesce(r.n, 0), coalesce(c.n, 0))
            FROM rows r FULL JOIN counted c
              ON c.org_id = r.org_id AND c.app_id = r.app_id AND c.hour = r.hour AND c.type IS NOT DISTINCT FROM r.type
            WHERE coalesce(r.n, 0) <> coalesce(c.n, 0) ORDER BY 1 LIMIT 10
            """;

    private final Connection connection;

    LedgerCheck(Connection connection) {
        this.connection = connection;
    }

    LedgerReport run(Iterable<LedgerEntry> acknowledged, Iterable<LedgerEntry> archived) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        int isolation = connection.getTransactionIsolation();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute(TABLES);
            fill("ledger", acknowledged);
            fill("ledger_archived", archived);
            statement.execute(STORED.formatted("events"));
            for (String leaf : texts(statement, LEAVES_ON_THEIR_WAY)) {
                statement.execute(STORED.formatted(leaf));
            }
            statement.execute("ANALYZE ledger, ledger_archived, ledger_stored");
            statement.execute(WHERE_THEY_ARE);
            return report(statement);
        } finally {
            connection.rollback();
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(autoCommit);
        }
    }

    private static LedgerReport report(Statement statement) throws SQLException {
        List<String> violations = new ArrayList<>(texts(statement, LOST));
        violations.addAll(texts(statement, DOUBLED));
        violations.addAll(texts(statement, MISCOUNTED));
        if (violations.size() >= EXAMPLES) {
            violations.add("and more: at most " + EXAMPLES + " of a kind are listed");
        }
        try (ResultSet sums = statement.executeQuery(SUMS)) {
            sums.next();
            return new LedgerReport(
                    sums.getLong(1),
                    sums.getLong(2),
                    sums.getLong(3),
                    sums.getLong(4),
                    sums.getLong(5),
                    sums.getLong(6),
                    violations);
        }
    }

    private static List<String> texts(Statement statement, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private void fill(String table, Iterable<LedgerEntry> entries) throws SQLException {
        String insert = "INSERT INTO " + table
                + " SELECT * FROM unnest(?::text[], ?::text[], ?::text[]::uuid[], ?::text[]::timestamptz[])";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            List<LedgerEntry> piece = new ArrayList<>(ROWS_A_PIECE);
            for (LedgerEntry entry : entries) {
                piece.add(entry);
                if (piece.size() == ROWS_A_PIECE) {
                    insert(statement, piece);
                    piece.clear();
                }
            }
            insert(statement, piece);
        }
    }

    private void insert(PreparedStatement statement, List<LedgerEntry> piece) throws SQLException {
        statement.setArray(1, array(piece, LedgerEntry::org));
        statement.setArray(2, array(piece, LedgerEntry::app));
        statement.setArray(3, array(piece, entry -> entry.eventId().toString()));
        statement.setArray(4, array(piece, entry -> entry.timestamp().toString()));
        statement.executeUpdate();
    }

    private Array array(List<LedgerEntry> piece, Function<LedgerEntry, String> column) throws SQLException {
        return connection.createArrayOf("text", piece.stream().map(column).toArray());
    }
}
