package dev.clacks.writer.store;

import dev.clacks.writer.chunk.FailedRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Failures of one kind, counted in {@code failure_groups}. Writers share these rows: each touches them last in its
 * transaction and in the order of the key, so that none waits for another in a circle.
 */
final class FailureGroups {

    private static final String UPSERT = "INSERT INTO public.failure_groups AS g"
            + " (org_id, app_id, fingerprint, stage, code, field, first_seen, last_seen, count, sample)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (org_id, app_id, fingerprint) DO UPDATE SET count = g.count + EXCLUDED.count,"
            + " first_seen = least(g.first_seen, EXCLUDED.first_seen),"
            + " last_seen = greatest(g.last_seen, EXCLUDED.last_seen),"
            + " sample = coalesce(g.sample, EXCLUDED.sample),"
            + " state = CASE g.state WHEN 'resolved' THEN 'open' ELSE g.state END";

    private record Group(String orgId, String appId, String fingerprint) implements Comparable<Group> {

        private static final Comparator<Group> ORDER =
                Comparator.comparing(Group::orgId).thenComparing(Group::appId).thenComparing(Group::fingerprint);

        @Override
        public int compareTo(Group other) {
            return ORDER.compare(this, other);
        }
    }

    private record Seen(FailedRow sample, long firstMillis, long lastMillis, long count) {

        static Seen of(FailedRow row) {
            return new Seen(row, row.receivedAtMillis(), row.receivedAtMillis(), 1);
        }

        Seen and(Seen other) {
            return new Seen(
                    sample,
                    Math.min(firstMillis, other.firstMillis),
                    Math.max(lastMillis, other.lastMillis),
                    count + other.count);
        }
    }

    private FailureGroups() {}

    /** Counts these rows, each for the first time. */
    static void add(Connection connection, List<FailedRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        var groups = new TreeMap<Group, Seen>();
        for (FailedRow row : rows) {
            var group = new Group(row.orgId(), row.appId(), row.failure().fingerprint());
            groups.merge(group, Seen.of(row), Seen::and);
        }
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (var entry : groups.entrySet()) {
                Seen seen = entry.getValue();
                FailedEvents.setTextOrNull(upsert, 1, entry.getKey().orgId);
                FailedEvents.setTextOrNull(upsert, 2, entry.getKey().appId);
                upsert.setString(3, entry.getKey().fingerprint);
                upsert.setString(4, seen.sample.failure().stage().stored());
                upsert.setString(5, FailedEvents.storable(seen.sample.failure().code()));
                upsert.setString(6, FailedEvents.storable(seen.sample.failure().field()));
                upsert.setObject(7, ProgressFence.utc(Instant.ofEpochMilli(seen.firstMillis)));
                upsert.setObject(8, ProgressFence.utc(Instant.ofEpochMilli(seen.lastMillis)));
                upsert.setLong(9, seen.count);
                FailedEvents.setTextOrNull(upsert, 10, Redaction.sample(seen.sample.raw()));
                upsert.executeUpdate();
            }
        }
    }
}
