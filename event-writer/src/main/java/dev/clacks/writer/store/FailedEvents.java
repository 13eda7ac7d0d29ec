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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts what failed into {@code failed_events}, at most so many of an application and day; past that they are only counted.
 * {@code failed_counts} remembers, by Kafka partition, up to which offset this was decided, so that a record read again
 * changes neither rows nor counts (W3). Groups are told last and in one order: see {@link FailureGroups}.
 */
final class FailedEvents {

    private static final String DECIDED = "SELECT"
            + " (SELECT counted_through FROM public.failed_counts c WHERE c.app_id IS NOT DISTINCT FROM ?"
            + " AND c.org_id IS NOT DISTINCT FROM ? AND c.received_on = ? AND c.kafka_topic_id = ? AND c.kafka_partition = ?),"
            + " (SELECT sum(kept) FROM public.failed_counts c WHERE c.app_id IS NOT DISTINCT FROM ?"
            + " AND c.org_id IS NOT DISTINCT FROM ? AND c.received_on = ?)";
    private static final String COUNT = "INSERT INTO public.failed_counts AS c"
            + " (app_id, org_id, received_on, kafka_topic_id, kafka_partition, kept, over_cap, counted_through)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (app_id, org_id, received_on, kafka_topic_id, kafka_partition) DO UPDATE SET"
            + " kept = c.kept + EXCLUDED.kept, over_cap = c.over_cap + EXCLUDED.over_cap,"
            + " counted_through = EXCLUDED.counted_through";
    private static final String INSERT = "INSERT INTO public.failed_events"
            + " (received_at, kafka_offset, kafka_partition, kafka_topic_id, event_id, raw_length, org_id, app_id,"
            + " stage, code, field, message, fingerprint, raw_sha256, raw)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
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
        long decidedThrough;
        long kept;
        try (PreparedStatement select = connection.prepareStatement(DECIDED)) {
            bind(select, 1, key, source);
            setTextOrNull(select, 6, key.appId);
            setTextOrNull(select, 7, key.orgId);
            select.setObject(8, key.day);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                decidedThrough = row.getObject(1) == null ? -1 : row.getLong(1);
                kept = row.getLong(2);
            }
        }
        List<FailedRow> news =
                rows.stream().filter(row -> row.offset() > decidedThrough).toList();
        if (news.isEmpty()) {
            return news;
        }
        int room = Math.clamp(cap - kept, 0, news.size());
        insert(connection, source, news.subList(0, room));
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            bind(count, 1, key, source);
            count.setLong(6, room);
            count.setLong(7, news.size() - room);
            count.setLong(8, news.getLast().offset());
            count.executeUpdate();
        }
        return news;
    }

    private static void bind(PreparedStatement statement, int first, AppDay key, Source source) throws SQLException {
        setTextOrNull(statement, first, key.appId);
        setTextOrNull(statement, first + 1, key.orgId);
        statement.setObject(first + 2, key.day);
        statement.setObject(first + 3, source.topicId());
        statement.setInt(first + 4, source.partition());
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
                insert.setLong(6, Math.max(row.rawLength(), row.raw().length));
                setTextOrNull(insert, 7, row.orgId());
                setTextOrNull(insert, 8, row.appId());
                insert.setString(9, row.failure().stage().stored());
                insert.setString(10, storable(row.failure().code()));
                insert.setString(11, storable(row.failure().field()));
                insert.setString(12, storable(row.failure().message()));
                insert.setString(13, row.failure().fingerprint());
                insert.setBytes(14, row.rawSha256());
                insert.setBytes(15, row.raw());
                insert.addBatch();
            }
            insert.executeBatch();
        }
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
