package dev.clacks.writer.partitions;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What leaves there are, and how many days ahead. */
public final class LeafReport {

    private static final String LEAVES = "SELECT parent::text, leaf::text, days, day, detach_pending,"
            + " greatest(estimated_rows, 0)::bigint, pg_total_relation_size(leaf) FROM public.partition_leaves"
            + " ORDER BY parent::text, day DESC, leaf::text";
    private static final String AHEAD = "SELECT 'events_r' || days, days,"
            + " (SELECT max(l.day) - (now() AT TIME ZONE 'UTC')::date FROM public.partition_leaves l WHERE l.days = a.days)"
            + " FROM public.retention_days_allowed a UNION ALL SELECT 'failed_events', NULL,"
            + " (SELECT max(l.day) - (now() AT TIME ZONE 'UTC')::date FROM public.partition_leaves l WHERE l.days IS NULL)"
            + " ORDER BY 2";

    /**
     * A leaf.
     *
     * @param days its class of retention; null for {@code failed_events}
     * @param detachPending a concurrent detach was begun and has to be finalised
     * @param estimatedRows as ANALYZE last saw them
     * @param bytes with indexes
     */
    public record Leaf(
            String parent,
            String leaf,
            @Nullable Integer days,
            LocalDate day,
            boolean detachPending,
            long estimatedRows,
            long bytes) {}

    /**
     * How far a table is prepared.
     *
     * @param daysAhead days between today (UTC) and its latest leaf; null where it has none
     */
    public record Ahead(
            String parent, @Nullable Integer days, @Nullable Integer daysAhead) {}

    private LeafReport() {}

    /** All attached leaves, a table's latest day first. */
    public static List<Leaf> leaves(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LEAVES);
                ResultSet row = select.executeQuery()) {
            var leaves = new ArrayList<Leaf>();
            while (row.next()) {
                leaves.add(new Leaf(
                        row.getString(1),
                        row.getString(2),
                        row.getObject(3, Integer.class),
                        row.getObject(4, LocalDate.class),
                        row.getBoolean(5),
                        row.getLong(6),
                        row.getLong(7)));
            }
            return leaves;
        }
    }

    /** Each class, and {@code failed_events} last. */
    public static List<Ahead> ahead(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(AHEAD);
                ResultSet row = select.executeQuery()) {
            var ahead = new ArrayList<Ahead>();
            while (row.next()) {
                ahead.add(
                        new Ahead(row.getString(1), row.getObject(2, Integer.class), row.getObject(3, Integer.class)));
            }
            return ahead;
        }
    }
}
