package dev.clacks.writer.store;

import dev.clacks.writer.chunk.FailedRow;
import dev.clacks.writer.chunk.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts what failed into {@code failed_events}, at most so many of an application and day; past that they are only counted, but
 * for records with which writers died.
 * {@code failed_counts} remembers, by Kafka partition, up to which offset this was decided, so that a record read again
 * changes neither rows nor counts (W3). Below that offset a record can still be new: an operator skipped it and went back. It
 * is taken for new where it is not stored and none was left out over the cap. Groups are told last and in one order: see
 * {@link FailureGroups}.
 *
 * <p>The cap is a limit of space, kept without a lock: writers of other partitions count in rows of their own, and a
 * transaction sees of them what is committed. So where several reach the cap at the same moment, each but the first may keep
 * up to a chunk too much, and none of them after that. {@code failed_counts} is exact whatever happens: the sum of {@code kept} is the number of rows
 * inserted, and with {@code over_cap} the number of failures. A lock of the application's day would make writers wait for each
 * other in every such chunk, for the sake of a limit that nobody needs to the row.
 */
final class FailedEvents {

    private static final String DECIDED = "SELECT coalesce(max(counted_through) FILTER (WHERE here), -1),"
            + " coalesce(sum(over_cap) FILTER (WHERE here), 0), coalesce(sum(kept), 0)"
            + " FROM (SELECT *, kafka_topic_id = ? AND kafka_partition = ? AS here FROM public.failed_counts"
            + " WHERE app_id IS NOT DISTINCT FROM ? AND org_id IS NOT DISTINCT FROM ? AND received_on = ?) c";
    private static final String PRESENT = "SELECT kafka_offset FROM public.failed_events"
            + " WHERE kafka_topic_id = ? AND kafka_partition = ? AND kafka_offset = ANY (?)"
            + " AND received_at >= ? AND received_at < ?";
    private static final String COUNT = "INSERT INTO public.failed_counts AS c"
            + " (kafka_topic_id, kafka_partition, app_id, org_id, received_on, kept, over_cap, counted_through)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (app_id, org_id, received_on, kafka_topic_id, kafka_partition) DO UPDATE SET"
            + " kept = c.kept + EXCLUDED.kept, over_cap = c.over_cap + EXCLUDED.over_cap,"
            + " counted_through = greatest(c.counted_through, EXCLUDED.counted_through)";
    private static final String INSERT = "INSERT INTO public.failed_events"
            + " (received_at, kafka_offset, kafka_partition, kafka_topic_id, event_id, \"timestamp\", raw_length, org_id,"
            + " app_id, stage, code, field, message, fingerprint, raw_sha256, raw)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final int MESSAGE_CHARACTERS = 500;

    /** An application's day of receipt. */
    private record AppDay(String orgId, String appId, LocalDate day) implements Comparable<AppDay> {

        private static final Comparator<AppDay> ORDER =
                Comparator.comparing(AppDay::orgId).thenComparing(AppDay::appId).thenComparing(AppDay::day);

        @Override
        public int compareTo(AppDay other) {
            return ORDER.compare(this, other);
        }
    }

    /** What is known of an application's day: of this Kafka partition, and how many are kept in all. */
    private record Decided(long through, long overCap, long kept) {}

    private final long cap;

    /** @param cap how many are kept of an application and UTC day of receipt */
    FailedEvents(long cap) {
        this.cap = cap;
    }

    /** The UTC day on which it was received, by which {@code failed_events} is partitioned. */
    static LocalDate day(FailedRow row) {
        return Instant.ofEpochMilli(row.receivedAtMillis())
                .atOffset(ZoneOffset.UTC)
                .toLocalDate();
    }

    /** Keeps or counts these rows of one partition, which are in no particular order. */
    void add(Connection connection, Source source, List<FailedRow> rows) throws SQLException {
        var byAppDay = new TreeMap<AppDay, List<FailedRow>>();
        for (FailedRow row : rows) {
            byAppDay.computeIfAbsent(new AppDay(row.orgId(), row.appId(), day(row)), key -> new ArrayList<>())
                    .add(row);
        }
        var news = new ArrayList<FailedRow>();
        for (var entry : byAppDay.entrySet()) {
            entry.getValue().sort(Comparator.comparingLong(FailedRow::offset));
            news.addAll(add(connection, source, entry.getKey(), entry.getValue()));
        }
        FailureGroups.add(connection, news);
    }

    private List<FailedRow> add(Connection connection, Source source, AppDay key, List<FailedRow> rows)
            throws SQLException {
        List<FailedRow> news = new ArrayList<>();
        List<FailedRow> before = new ArrayList<>();
        Decided decided = decided(connection, source, key);
        rows.forEach(row -> (row.offset() > decided.through ? news : before).add(row));
        if (decided.overCap > 0) {
            // Most of them may have been left out, and counted, before: not those that are kept past the cap.
            before.removeIf(row -> !row.failure().killsWriters());
        }
        if (!before.isEmpty()) {
            Set<Long> present = present(connection, source, key, before);
            before.stream().filter(row -> !present.contains(row.offset())).forEach(news::add);
        }
        if (news.isEmpty()) {
            return news;
        }
        int room = Math.clamp(cap - decided.kept, 0, news.size());
        List<FailedRow> kept = new ArrayList<>(news.subList(0, room));
        // By these rows replays know what not to read; each stands for three deaths, so there are never many.
        news.subList(room, news.size()).stream()
                .filter(row -> row.failure().killsWriters())
                .forEach(kept::add);
        insert(connection, source, kept);
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            bind(count, source, key);
            count.setLong(6, kept.size());
            count.setLong(7, news.size() - kept.size());
            count.setLong(8, rows.getLast().offset());
            count.executeUpdate();
        }
        return news;
    }

    private static Decided decided(Connection connection, Source source, AppDay key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(DECIDED)) {
            bind(select, source, key);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Decided(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        }
    }

    private static Set<Long> present(Connection connection, Source source, AppDay key, List<FailedRow> rows)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PRESENT)) {
            select.setObject(1, source.topicId());
            select.setInt(2, source.partition());
            select.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint", rows.stream().map(FailedRow::offset).toArray()));
            select.setObject(4, key.day.atStartOfDay().atOffset(ZoneOffset.UTC));
            select.setObject(5, key.day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
            var present = new HashSet<Long>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    present.add(row.getLong(1));
                }
            }
            return present;
        }
    }

    private static void bind(PreparedStatement statement, Source source, AppDay key) throws SQLException {
        statement.setObject(1, source.topicId());
        statement.setInt(2, source.partition());
        setTextOrNull(statement, 3, key.appId);
        setTextOrNull(statement, 4, key.orgId);
        statement.setObject(5, key.day);
    }

    private static void insert(Connection connection, Source source, List<FailedRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (FailedRow row : rows) {
                insert.setObject(1, ProgressFence.utc(Instant.ofEpochMilli(row.receivedAtMillis())));
                insert.setLong(2, row.offset());
                insert.setInt(3, source.partition());
                insert.setObject(4, source.topicId());
                insert.setObject(5, row.eventId(), Types.OTHER);
                insert.setObject(6, timestamp(row), Types.TIMESTAMP_WITH_TIMEZONE);
                insert.setLong(7, Math.max(row.rawLength(), row.raw().length));
                setTextOrNull(insert, 8, row.orgId());
                setTextOrNull(insert, 9, row.appId());
                insert.setString(10, row.failure().stage().stored());
                insert.setString(11, storable(row.failure().code()));
                insert.setString(12, storable(row.failure().field()));
                insert.setString(13, storable(row.failure().message()));
                insert.setString(14, row.failure().fingerprint());
                insert.setBytes(15, row.rawSha256());
                insert.setBytes(16, row.raw());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static @Nullable OffsetDateTime timestamp(FailedRow row) {
        Long micros = row.timestampMicros();
        return micros == null ? null : ProgressFence.utc(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /** Header texts come from a record: they may hold what PostgreSQL's text cannot. */
    static String storable(String text) {
        String cut = text.length() <= MESSAGE_CHARACTERS ? text : text.substring(0, MESSAGE_CHARACTERS);
        return cut.replace('\0', ' ').replaceAll("[\\ud800-\\udfff]", "?");
    }

    static void setTextOrNull(PreparedStatement statement, int index, @Nullable String text) throws SQLException {
        if (text == null || text.isEmpty()) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setString(index, storable(text));
        }
    }
}
