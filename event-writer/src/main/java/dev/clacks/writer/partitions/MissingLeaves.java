package dev.clacks.writer.partitions;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AuditTrail;
import dev.clacks.writer.operation.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes leaves ahead of time, by the owner's functions. */
public final class MissingLeaves {

    private static final String MISSING =
            "WITH wanted AS (SELECT a.days, (now() AT TIME ZONE 'UTC')::date + ahead AS day"
                    + " FROM (SELECT days FROM public.retention_days_allowed UNION ALL SELECT NULL) a,"
                    + " generate_series(0, ?) AS ahead)"
                    + " SELECT days, day FROM wanted w WHERE NOT EXISTS (SELECT FROM public.partition_leaves l"
                    + " WHERE l.days IS NOT DISTINCT FROM w.days AND l.day = w.day) ORDER BY day, days";
    private static final String EVENTS = "SELECT public.ensure_event_partition(?, ?)";
    private static final String FAILED = "SELECT public.ensure_failed_partition(?)";

    private record Missing(
            @org.jspecify.annotations.Nullable Integer days, LocalDate day) {}

    private MissingLeaves() {}

    /** What is missing from today (UTC) up to so many days ahead, as people name it. */
    public static List<String> list(Connection connection, int days) throws SQLException {
        return missing(connection, days).stream().map(MissingLeaves::name).toList();
    }

    /**
     * Makes what is missing, each in a transaction of its own, with its row of the audit log.
     *
     * @return the leaves' names
     */
    public static List<String> make(Connection connection, Actor actor, int days) throws SQLException {
        var made = new ArrayList<String>();
        for (Missing missing : missing(connection, days)) {
            made.add(Transaction.of(connection, () -> {
                String leaf = make(connection, missing);
                AuditTrail.add(connection, actor, "partitions.ensure", null, null, Map.of("leaf", leaf));
                return leaf;
            }));
        }
        return made;
    }

    private static String make(Connection connection, Missing missing) throws SQLException {
        try (PreparedStatement ensure = connection.prepareStatement(missing.days == null ? FAILED : EVENTS)) {
            int at = 1;
            if (missing.days != null) {
                ensure.setInt(at++, missing.days);
            }
            ensure.setObject(at, missing.day);
            try (ResultSet row = ensure.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static String name(Missing missing) {
        return (missing.days == null ? "failed_events" : "events_r" + missing.days) + " " + missing.day;
    }

    private static List<Missing> missing(Connection connection, int days) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MISSING)) {
            select.setInt(1, days);
            var missing = new ArrayList<Missing>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    missing.add(new Missing(row.getObject(1, Integer.class), row.getObject(2, LocalDate.class)));
                }
            }
            return missing;
        }
    }
}
