package dev.clacks.writer.failed;

import dev.clacks.writer.operation.Actor;
import dev.clacks.writer.operation.AuditLog;
import dev.clacks.writer.operation.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Questions about kinds of failures, and what operators note down about them. */
public final class FailureGroups {

    private static final String LIST = "SELECT org_id, app_id, fingerprint, stage, code, field, count, first_seen,"
            + " last_seen, state, sample FROM public.failure_groups WHERE" + FailedFilter.OF_GROUP
            + " ORDER BY state <> 'open', count DESC, fingerprint LIMIT ?";
    // In the order of the key, as writers touch them.
    private static final String MARK = "UPDATE public.failure_groups g SET state = ? FROM (SELECT ctid FROM"
            + " public.failure_groups WHERE" + FailedFilter.OF_GROUP
            + " ORDER BY org_id NULLS FIRST, app_id NULLS FIRST, fingerprint FOR UPDATE) meant WHERE g.ctid = meant.ctid";

    private FailureGroups() {}

    /** The open ones first, the most frequent of them first. */
    public static List<FailureGroup> list(Connection connection, FailedFilter filter, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LIST)) {
            select.setInt(filter.bindGroup(select, 1), limit);
            var groups = new ArrayList<FailureGroup>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    groups.add(new FailureGroup(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getLong(7),
                            row.getObject(8, OffsetDateTime.class).toInstant(),
                            row.getObject(9, OffsetDateTime.class).toInstant(),
                            row.getString(10),
                            row.getString(11)));
                }
            }
            return groups;
        }
    }

    /**
     * Notes down that groups are muted, resolved (until the next failure of the kind) or open again.
     *
     * @return how many groups there are of the kind
     */
    public static int mark(Connection connection, Actor actor, FailedFilter filter, String state) throws SQLException {
        return Transaction.of(connection, () -> {
            int marked;
            try (PreparedStatement update = connection.prepareStatement(MARK)) {
                update.setString(1, state);
                filter.bindGroup(update, 2);
                marked = update.executeUpdate();
            }
            var details = new LinkedHashMap<String, Object>();
            details.put("groups", marked);
            details.put("filter", filter);
            AuditLog.add(connection, actor, "failed groups " + state, filter.org(), filter.app(), details);
            return marked;
        });
    }
}
