package dev.clacks.writer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.writer.Stored;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.replay.FailedRows.Kept;
import dev.clacks.writer.replay.FailedRows.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a replay reads the failed events of many days. */
class FailedRowsIT {

    private static final int DAYS = 6;
    private static final int A_DAY = 2_000;
    private static final LocalDate FIRST = LocalDate.parse("2026-11-20");
    private static final UUID TOPIC = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");
    private static final FailedFilter ALL = new FailedFilter(null, null, "invalid_schema", null, null, null, null);
    private static final ChunkLimits LIMITS = new ChunkLimits(500, 8 << 20);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private TestDatabase database;

    @BeforeEach
    void days() throws Exception {
        database = POSTGRES.newDatabase();
        Stored stored = Stored.in(database);
        for (int day = 0; day < DAYS; day++) {
            stored.execute(
                    "SELECT ensure_failed_partition(?::date)",
                    FIRST.plusDays(day).toString());
            // Of two partitions in turn, later offsets received earlier than some before them.
            stored.execute("""
                    INSERT INTO failed_events (received_at, kafka_offset, kafka_partition, kafka_topic_id, raw_length, stage, code,
                        fingerprint, raw_sha256, raw)
                    SELECT timestamptz '2026-11-20Z' + ? * interval '1 day' + (n * 7919 %% %1$d) * interval '1 second', ? + n / 2, n %% 2,
                        ?, 1, 'door', 'invalid_schema', 'f', sha256('x'), 'x'
                    FROM generate_series(0, %2$d) n""".formatted(A_DAY, A_DAY - 1), day, day * A_DAY / 2, TOPIC);
        }
        stored.execute("ANALYZE failed_events");
    }

    @Test
    void everyDayOfEveryPartitionIsReadToItsEndInTheOrderOfItsOffsets() throws Exception {
        try (Connection connection = database.connect(DatabaseRole.WRITER)) {
            List<Origin> origins = FailedRows.origins(connection, ALL);
            assertThat(origins).hasSize(2 * DAYS).isSorted();
            for (Origin origin : origins) {
                var offsets = new ArrayList<Long>();
                long after = -1;
                List<Kept> chunk;
                do {
                    chunk = FailedRows.read(connection, ALL, origin, after, LIMITS);
                    chunk.forEach(kept -> offsets.add(kept.offset()));
                    after = offsets.getLast();
                } while (!chunk.isEmpty());
                long day = ChronoUnit.DAYS.between(FIRST, origin.day());
                assertThat(offsets).hasSize(A_DAY / 2).isSorted().startsWith(day * A_DAY / 2);
            }
        }
    }

    @Test
    void aFilterByTimeHoldsWithinADay() throws Exception {
        Instant noon = Instant.parse("2026-11-21T00:10:00Z");
        var filter = new FailedFilter(null, null, "invalid_schema", null, null, noon, noon.plusSeconds(10));
        try (Connection connection = database.connect(DatabaseRole.WRITER)) {
            int read = 0;
            for (Origin origin : FailedRows.origins(connection, filter)) {
                assertThat(origin.day()).isEqualTo(FIRST.plusDays(1));
                read += FailedRows.read(connection, filter, origin, -1, LIMITS).size();
            }
            assertThat(read).isEqualTo(10);
        }
    }

    @Test
    void aChunkIsReadFromOneDaysLeafAloneByItsKey() throws Exception {
        var origin = new Origin(TOPIC, 1, FIRST.plusDays(2));
        var plan = new StringBuilder();
        try (Connection connection = database.connect(DatabaseRole.WRITER);
                PreparedStatement explain = connection.prepareStatement("EXPLAIN (COSTS OFF) " + FailedRows.READ)) {
            FailedRows.bind(explain, ALL, origin, 2_950, LIMITS);
            try (ResultSet row = explain.executeQuery()) {
                while (row.next()) {
                    plan.append(row.getString(1)).append('\n');
                }
            }
        }

        assertThat(Pattern.compile("failed_events_2026\\d{4}")
                        .matcher(plan)
                        .results()
                        .map(MatchResult::group))
                .isNotEmpty()
                .containsOnly("failed_events_20261122");
        assertThat(plan).contains("_pkey").doesNotContain("Seq Scan");
    }
}
