package dev.clacks.writer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds to {@code event_counts} what a transaction has added to {@code events} (W3): new rows alone. */
final class EventCounts {

    private static final String INSERT = "INSERT INTO public.event_counts"
            + " (org_id, app_id, event_type, hour, received_on, events)"
            + " SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::date[], ?::bigint[])";
    private static final long HOUR_MICROS = 3_600_000_000L;

    private record Counted(String orgId, String appId, String type, long hour, LocalDate receivedOn)
            implements Comparable<Counted> {

        private static final java.util.Comparator<Counted> ORDER = java.util.Comparator.comparing(Counted::orgId)
                .thenComparing(Counted::appId)
                .thenComparing(Counted::receivedOn)
                .thenComparing(Counted::type)
                .thenComparingLong(Counted::hour);

        @Override
        public int compareTo(Counted other) {
            return ORDER.compare(this, other);
        }
    }

    private final TypeCap cap = new TypeCap();

    /** Counts these new rows. */
    void add(Connection connection, List<PlacedRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        var counts = new TreeMap<Counted, Long>();
        for (PlacedRow row : rows) {
            var counted = new Counted(
                    row.row().orgId(),
                    row.row().appId(),
                    row.row().event().eventType(),
                    Math.floorDiv(row.row().event().timestampMicros(), HOUR_MICROS),
                    Instant.ofEpochMilli(row.row().receivedAtMillis())
                            .atOffset(ZoneOffset.UTC)
                            .toLocalDate());
            counts.merge(counted, 1L, Long::sum);
        }
        insert(connection, capped(connection, counts));
    }

    /** Summed up once more: of an application's types past the cap one row is left for an hour. */
    private SortedMap<Counted, Long> capped(Connection connection, SortedMap<Counted, Long> counts)
            throws SQLException {
        var capped = new TreeMap<Counted, Long>();
        for (var count : counts.entrySet()) {
            Counted counted = count.getKey();
            String type = cap.typeOr(connection, counted.orgId, counted.appId, counted.receivedOn, counted.type);
            capped.merge(
                    new Counted(counted.orgId, counted.appId, type, counted.hour, counted.receivedOn),
                    count.getValue(),
                    Long::sum);
        }
        return capped;
    }

    private static void insert(Connection connection, SortedMap<Counted, Long> counts) throws SQLException {
        int size = counts.size();
        var orgs = new String[size];
        var apps = new String[size];
        var types = new String[size];
        var hours = new OffsetDateTime[size];
        var days = new LocalDate[size];
        var events = new Long[size];
        int i = 0;
        for (var count : counts.entrySet()) {
            Counted counted = count.getKey();
            orgs[i] = counted.orgId;
            apps[i] = counted.appId;
            types[i] = counted.type;
            hours[i] = Instant.ofEpochSecond(counted.hour * 3600).atOffset(ZoneOffset.UTC);
            days[i] = counted.receivedOn;
            events[i] = count.getValue();
            i++;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setArray(1, connection.createArrayOf("text", orgs));
            insert.setArray(2, connection.createArrayOf("text", apps));
            insert.setArray(3, connection.createArrayOf("text", types));
            insert.setArray(4, connection.createArrayOf("timestamptz", hours));
            insert.setArray(5, connection.createArrayOf("date", days));
            insert.setArray(6, connection.createArrayOf("bigint", events));
            insert.executeUpdate();
        }
    }

    /** Whatever was counted may be gone. */
    void forget() {
        cap.forget();
    }

    /** What was counted is in the table for good. */
    void committed() {
        cap.committed();
    }

    /** What was counted since the last commit may be gone. */
    void rolledBack() {
        cap.rolledBack();
    }
}
