package dev.clacks.archiver.export;

import dev.clacks.archiver.format.EventColumns;
import dev.clacks.archiver.plan.LogStarts;
import dev.clacks.archiver.plan.Origin;
import dev.clacks.archiver.run.ArchiveRun;
import dev.clacks.archiver.run.KafkaHoldings;
import dev.clacks.archiver.run.LeafOrigins;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Rows of a detached leaf that Kafka still holds: they came in between the look at Kafka and the end of the detach. They
 * may not go to the archive yet (A1), so they go back into {@code events}, where a new leaf of the day takes them.
 */
final class HeldRows {

    /** The day is being detached, a lock was not to be had, another one made the partition: all pass. */
    private static final List<String> PASSING = List.of("55000", "55P03", "42P17", "42P07");

    private static final int ATTEMPTS = 30;
    private static final long PAUSE_MILLIS = 500;

    private final Connection connection;
    private final KafkaHoldings kafka;

    HeldRows(Connection connection, KafkaHoldings kafka) {
        this.connection = connection;
        this.kafka = kafka;
    }

    /** A partition of Kafka's log and the first offset that is still in it. */
    record Held(UUID topicId, int partition, long start) {}

    /** Where the leaf's rows that Kafka still holds come from; empty when there are none. */
    List<Held> in(String leaf) throws SQLException, InterruptedException {
        List<Origin> origins = LeafOrigins.of(connection, leaf);
        LogStarts starts = kafka.of(origins);
        var held = new ArrayList<Held>();
        for (Origin origin : origins) {
            OptionalLong start = starts.start(origin.topicId(), origin.partition());
            if (start.isPresent() && origin.highestOffset() >= start.getAsLong()) {
                held.add(new Held(origin.topicId(), origin.partition(), start.getAsLong()));
            }
        }
        return held;
    }

    /** Makes the partition that takes them. Outside the transaction that moves them. */
    void makeRoom(ArchiveRun run) throws SQLException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT ensure_event_partition(?, ?)")) {
                statement.setInt(1, run.retentionDays());
                statement.setObject(2, run.day());
                statement.execute();
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !PASSING.contains(e.getSQLState())) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /**
     * Moves them, in the order in which writers insert, so that neither waits for the other in a circle. One that a writer
     * stored again meanwhile is there twice and was counted twice: its count here is taken back.
     */
    void giveBack(String leaf, List<Held> held) throws SQLException {
        String columns = EventColumns.sqlList();
        String sql = CountsTakenBack.sql("""
                WITH held AS (
                    DELETE FROM %s l USING unnest(?::uuid[], ?::integer[], ?::bigint[]) AS k (topic_id, partition, start)
                    WHERE l.kafka_topic_id = k.topic_id AND l.kafka_partition = k.partition AND l.kafka_offset >= k.start
                    RETURNING l.*
                ), moved AS (
                    INSERT INTO events (%s) SELECT %s FROM held ORDER BY event_id, app_id, org_id, "timestamp"
                    ON CONFLICT DO NOTHING
                    RETURNING org_id, app_id, event_id, "timestamp"
                ), gone AS (
                    SELECT * FROM held h WHERE NOT EXISTS (SELECT FROM moved m WHERE m.event_id = h.event_id
                        AND m.app_id = h.app_id AND m.org_id = h.org_id AND m."timestamp" = h."timestamp")
                )
                """.formatted(leaf, columns, columns));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", held.stream().map(Held::topicId).toArray(UUID[]::new)));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "int4", held.stream().map(Held::partition).toArray(Integer[]::new)));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "int8", held.stream().map(Held::start).toArray(Long[]::new)));
            CountsTakenBack.rows(statement);
        }
    }
}
