package dev.clacks.writer.failed;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AuditTrail;
import dev.clacks.common.admin.WishException;
import dev.clacks.common.app.UserErrorException;
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
    private static final String MARK =
            "WITH marked AS (UPDATE public.failure_groups g SET state = ? FROM (SELECT ctid FROM"
                    + " public.failure_groups WHERE" + FailedFilter.OF_GROUP
                    + " ORDER BY org_id NULLS FIRST, app_id NULLS FIRST, fingerprint FOR UPDATE) meant WHERE g.ctid = meant.ctid"
                    + " RETURNING g.count) SELECT count(*), coalesce(sum(count), 0) FROM marked";
    private static final String MEANT =
            "SELECT count(*), coalesce(sum(count), 0) FROM public.failure_groups WHERE" + FailedFilter.OF_GROUP;

    private FailureGroups() {}

    /**
     * The open ones first, the most frequent of them first.
     *
     * @param filter without times: a group counts all its events
     */
    public static List<FailureGroup> list(Connection connection, FailedFilter filter, int limit) throws SQLException {
        requireNoTimes(filter);
        FailedFilter meant = filter.stored(connection);
        try (PreparedStatement select = connection.prepareStatement(LIST)) {
            select.setInt(meant.bindGroup(select, 1), limit);
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
     * @param filter without times: a group has been there since its first failure
     */
    public static GroupMark mark(Connection connection, Actor actor, FailedFilter filter, String state)
            throws SQLException {
        requireGroups(filter);
        FailedFilter meant = filter.stored(connection);
        return Transaction.of(connection, () -> {
            GroupMark marked;
            try (PreparedStatement update = connection.prepareStatement(MARK)) {
                update.setString(1, state);
                meant.bindGroup(update, 2);
                marked = sums(update, meant);
            }
            var details = new LinkedHashMap<String, Object>();
            details.put("as", state);
            details.put("groups", marked.groups());
            details.put("filter", meant);
            AuditTrail.add(connection, actor, "failed.mark", meant.org(), meant.app(), details);
            return marked;
        });
    }

    /** What {@link #mark} would mark; changes nothing. */
    public static GroupMark meant(Connection connection, FailedFilter filter) throws SQLException {
        requireGroups(filter);
        FailedFilter meant = filter.stored(connection);
        try (PreparedStatement select = connection.prepareStatement(MEANT)) {
            meant.bindGroup(select, 1);
            return sums(select, meant);
        }
    }

    private static void requireGroups(FailedFilter filter) {
        if (!filter.narrow()) {
            throw new UserErrorException(
                    "say which groups are meant: an organisation, an application, a code, a field or a fingerprint");
        }
        requireNoTimes(filter);
    }

    private static void requireNoTimes(FailedFilter filter) {
        if (filter.since() != null || filter.until() != null) {
            throw new UserErrorException("a group is all its events, whenever they were received: no since, no until");
        }
    }

    private static GroupMark sums(PreparedStatement statement, FailedFilter filter) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            if (row.getLong(1) == 0 && filter.fingerprint() != null) {
                throw WishException.notFound("there is no such group with the fingerprint " + filter.fingerprint());
            }
            return new GroupMark(row.getLong(1), row.getLong(2));
        }
    }
}
