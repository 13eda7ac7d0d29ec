package dev.clacks.archiver;

import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The tables of a test's database, filled as writers fill them and seen by the superuser. Each call has a connection of its
 * own, so it can be made whatever has become of the archiver's.
 */
public record EventTables(TestDatabase database) {

    /** The topic that rows come from where a test does not care. */
    public static final UUID TOPIC = UUID.fromString("0b5e1f0e-7a2c-4a55-9a3e-1c6f0e1d2c3b");

    /** A row's NULLs, quotes, line ends, other scripts and numbers depend on n, which begins at 1. */
    private static final String WRITE = """
            WITH given AS (SELECT id, n::integer AS n FROM unnest(?::uuid[]) WITH ORDINALITY AS g (id, n)),
            stored AS (
                INSERT INTO events (org_id, app_id, event_id, "timestamp", user_id, session_id, event_type, event_category, event_data,
                    service_name, service_version, service_language, os, arch, ci, shell, sdk_version, schema_version, extra, received_at,
                    kafka_topic_id, kafka_partition, kafka_offset, retention_days)
                SELECT 'org_' || n % 2, 'app_' || n % 3, id, ?::date::timestamp AT TIME ZONE 'UTC' + n * interval '7.000001 s',
                    'client_' || n % 5, CASE WHEN n % 2 = 0 THEN 'sess_' || n END, 'type_' || n % 4,
                    CASE n % 3 WHEN 0 THEN '' WHEN 1 THEN 'usage' END,
                    CASE n % 4 WHEN 0 THEN 'null' ELSE jsonb_build_object('n', n, 'text', E'gr\\u00fc\\u00dfe, "quoted"\\r\\n\\\\. \\U0001F680') END,
                    E'my "cli", \\\\N', '1.2.0', 'rust', 'linux', 'x86_64', CASE n % 3 WHEN 0 THEN NULL ELSE n % 3 = 1 END, 'bash',
                    'telemetry-kit-rust/0.3.0', '1.0.0', CASE WHEN n % 2 = 1 THEN '{"trace": 18446744073709551615}'::jsonb END,
                    ?::date::timestamp AT TIME ZONE 'UTC' + interval '1 day', ?, ?, ?::bigint + n - 1, ?
                FROM given ORDER BY id ON CONFLICT DO NOTHING
                RETURNING org_id, app_id, event_type, "timestamp", received_at
            ), counted AS (
                INSERT INTO event_counts (org_id, app_id, event_type, hour, received_on, events)
                SELECT org_id, app_id, event_type, date_bin('1 hour', "timestamp", '2000-01-01 00:00:00+00'),
                    (received_at AT TIME ZONE 'UTC')::date, count(*)
                FROM stored GROUP BY 1, 2, 3, 4, 5
            )
            SELECT count(*) FROM stored
            """;

    /** That many new ids. */
    public static List<UUID> ids(int count) {
        return Stream.generate(UUID::randomUUID).limit(count).toList();
    }

    /** New events of the day, from partition 0 of {@link #TOPIC}. */
    public List<UUID> write(LocalDate day, int days, int count) throws SQLException {
        List<UUID> ids = ids(count);
        write(day, days, ids, TOPIC, 0, 1_000);
        return ids;
    }

    /**
     * Stores the events, those that are stored already left out, and counts them, in one transaction; the same id at the
     * same place of the list is the same event.
     *
     * @return how many were stored
     */
    public long write(LocalDate day, int days, List<UUID> ids, UUID topic, int partition, long firstOffset)
            throws SQLException {
        try (Connection connection = database.connect(DatabaseRole.WRITER)) {
            try (PreparedStatement ensure = connection.prepareStatement("SELECT ensure_event_partition(?, ?)")) {
                ensure.setInt(1, days);
                ensure.setObject(2, day);
                ensure.execute();
            }
            try (PreparedStatement write = connection.prepareStatement(WRITE)) {
                write.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
                write.setObject(2, day);
                write.setObject(3, day);
                write.setObject(4, topic);
                write.setInt(5, partition);
                write.setLong(6, firstOffset);
                write.setInt(7, days);
                try (ResultSet row = write.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        }
    }

    /** A writer's progress: it has read from that topic. */
    public void writersRead(UUID topic) throws SQLException {
        execute(
                "INSERT INTO writer_progress (topic, topic_id, partition, next_offset, claim) VALUES ('t', ?, 0, 0, gen_random_uuid())",
                topic);
    }

    /** The ids of what is in {@code events}. */
    public List<UUID> stored() throws SQLException {
        return texts("SELECT event_id FROM events").stream()
                .map(UUID::fromString)
                .toList();
    }

    /** What {@code event_counts} says of all events ever. */
    public long counted() throws SQLException {
        return number("SELECT coalesce(sum(events), 0) FROM event_counts");
    }

    /** Leaves of {@code events} in the schema of partitions, attached or not. */
    public long leafTables() throws SQLException {
        return number(
                "SELECT count(*) FROM pg_class WHERE relnamespace = 'partitions'::regnamespace AND relkind = 'r' AND relname LIKE 'events%'");
    }

    /** The states of all runs, in the order of their days and parts. */
    public List<String> runStates() throws SQLException {
        return texts("SELECT state FROM archive_runs ORDER BY day, retention_days, part");
    }

    public long number(String query, Object... parameters) throws SQLException {
        return Long.parseLong(texts(query, parameters).getFirst());
    }

    /** The first column as text. */
    public List<String> texts(String query, Object... parameters) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = prepared(connection, query, parameters);
                ResultSet rows = statement.executeQuery()) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    public void execute(String sql, Object... parameters) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            statement.execute();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
