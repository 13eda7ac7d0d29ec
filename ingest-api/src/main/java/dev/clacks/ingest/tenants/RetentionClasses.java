package dev.clacks.ingest.tenants;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AuditTrail;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * The table {@code retention_classes}: how many days events of each tier stay in PostgreSQL. Anybody may read it, the
 * schema's owner alone may change it. Thread-safe.
 */
public final class RetentionClasses {

    private final TenantDatabase database;

    public RetentionClasses(DataSource source) {
        this.database = new TenantDatabase(source);
    }

    /**
     * What a change does.
     *
     * @param set days by tier, of the rows that are added or changed
     * @param removed tiers whose rows go: what the table says of {@code *} holds for them from then on
     * @param organisations how many get another retention, each from the day after tomorrow on
     */
    public record Change(Map<String, Integer> set, List<String> removed, long organisations) {

        public boolean isEmpty() {
            return set.isEmpty() && removed.isEmpty() && organisations == 0;
        }
    }

    /** Days by tier. */
    public Map<String, Integer> read() throws SQLException {
        return database.read(RetentionClasses::read);
    }

    /**
     * Makes the table say exactly this, and takes it to the organisations.
     *
     * @param wanted days by tier
     * @param dryRun whether all is done and then undone, to see what it would change
     */
    public Change apply(Actor actor, Map<String, Integer> wanted, boolean dryRun) throws SQLException {
        return database.transaction(connection -> {
            Sql.update(connection, "LOCK TABLE retention_classes IN SHARE ROW EXCLUSIVE MODE");
            Map<String, Integer> before = read(connection);
            var set = new TreeMap<>(wanted);
            set.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
            var removed = new TreeSet<>(before.keySet());
            removed.removeAll(wanted.keySet());
            for (int days : new TreeSet<>(set.values())) {
                Sql.one(connection, "SELECT add_retention_class(?)", row -> row.getString(1), days);
            }
            for (Map.Entry<String, Integer> entry : set.entrySet()) {
                Sql.update(
                        connection,
                        "INSERT INTO retention_classes (tier, days) VALUES (?, ?)"
                                + " ON CONFLICT (tier) DO UPDATE SET days = EXCLUDED.days",
                        entry.getKey(),
                        entry.getValue());
            }
            for (String tier : removed) {
                Sql.update(connection, "DELETE FROM retention_classes WHERE tier = ?", tier);
            }
            long organisations = Sql.one(connection, "SELECT apply_retention_classes()", row -> row.getLong(1));
            var change = new Change(set, List.copyOf(removed), organisations);
            if (!change.isEmpty()) {
                AuditTrail.add(
                        connection,
                        actor,
                        "tiers.apply",
                        null,
                        null,
                        Map.of("set", set, "removed", removed, "organisations", organisations));
            }
            if (dryRun) {
                connection.rollback();
            }
            return change;
        });
    }

    private static Map<String, Integer> read(Connection connection) throws SQLException {
        var days = new TreeMap<String, Integer>();
        Sql.list(
                connection,
                "SELECT tier, days FROM retention_classes",
                row -> days.put(row.getString(1), row.getInt(2)));
        return days;
    }
}
