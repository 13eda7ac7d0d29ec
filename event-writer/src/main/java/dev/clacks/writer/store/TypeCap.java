package dev.clacks.writer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * At most {@value #MOST} event types an application and day of receipt: the rest counts under {@value #OTHER}, so that a
 * client that invents types cannot make the counts grow without bound. A type that this writer has not met yet is decided
 * under an advisory lock of the application and day, so that the bound holds whatever other writers do; a known one costs
 * a look into a set. For one thread.
 */
final class TypeCap {

    static final int MOST = 1000;
    static final String OTHER = "(other)";

    /** So many types are remembered in all, some 20 MB of them; the day that was not asked about for longest is forgotten. */
    private static final int REMEMBERED = 200_000;

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))";

    /** From type to type along the index: its cost is that of the types, however many rows each has that are not folded yet. */
    private static final String KNOWN = """
            WITH RECURSIVE types AS (
                SELECT min(event_type) AS type FROM public.event_counts
                WHERE app_id = ? AND received_on = ? AND org_id = ?
                UNION ALL
                SELECT (SELECT min(event_type) FROM public.event_counts
                        WHERE app_id = ? AND received_on = ? AND org_id = ? AND event_type > types.type)
                FROM types WHERE types.type IS NOT NULL
            )
            SELECT type FROM types WHERE type IS NOT NULL
            """;

    private record AppDay(String orgId, String appId, LocalDate day) {}

    private final Map<AppDay, Set<String>> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<AppDay> uncommitted = new HashSet<>();
    private int remembered;

    /** The type, or {@value #OTHER} where the day has enough of them. Inside the transaction that will count it. */
    String typeOr(Connection connection, String orgId, String appId, LocalDate day, String type) throws SQLException {
        var key = new AppDay(orgId, appId, day);
        Set<String> types = known.get(key);
        if (types == null || (!types.contains(type) && types.size() < MOST)) {
            // Once it has the lock this transaction knows them all, its own included, which are not in the table yet.
            if (types == null || !uncommitted.contains(key)) {
                types = read(connection, key);
                remember(key, types);
                uncommitted.add(key);
            }
            if (types.size() < MOST && types.add(type)) {
                remembered++;
            }
        }
        return types.contains(type) ? type : OTHER;
    }

    private void remember(AppDay key, Set<String> types) {
        Set<String> before = known.put(key, types);
        remembered += types.size() - (before == null ? 0 : before.size());
        var eldest = known.entrySet().iterator();
        while (remembered > REMEMBERED && known.size() > 1) {
            remembered -= eldest.next().getValue().size();
            eldest.remove();
        }
    }

    void forget() {
        known.clear();
        uncommitted.clear();
        remembered = 0;
    }

    /** What was decided since the last commit is in the table. */
    void committed() {
        uncommitted.clear();
    }

    /** What was decided since the last commit may not be in the table: those days are read again. */
    void rolledBack() {
        for (AppDay key : uncommitted) {
            Set<String> types = known.remove(key);
            remembered -= types == null ? 0 : types.size();
        }
        uncommitted.clear();
    }

    private static Set<String> read(Connection connection, AppDay key) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setString(1, "clacks event types of " + key.orgId + " " + key.appId + " " + key.day);
            lock.execute();
        }
        try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
            for (int at = 1; at <= 4; at += 3) {
                select.setString(at, key.appId);
                select.setObject(at + 1, key.day);
                select.setString(at + 2, key.orgId);
            }
            var types = new HashSet<String>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    types.add(row.getString(1));
                }
            }
            types.remove(OTHER);
            return types;
        }
    }
}
