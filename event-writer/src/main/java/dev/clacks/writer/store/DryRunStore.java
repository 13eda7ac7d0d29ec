package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.FailedRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what {@link ReplayStore} would make of chunks and changes nothing: the keys it has met are kept in a table of the
 * session, so that an event that comes twice counts as new once. What PostgreSQL would refuse it cannot know. For one thread.
 */
public final class DryRunStore implements CountingStore {

    private static final String CREATE =
            "CREATE TEMP TABLE IF NOT EXISTS met (event_id uuid, app_id text COLLATE \"C\","
                    + " org_id text COLLATE \"C\", \"timestamp\" timestamptz, PRIMARY KEY (event_id, app_id, org_id, \"timestamp\"))";
    private static final String MEET = "INSERT INTO pg_temp.met SELECT k.event_id, k.app_id, k.org_id, k.at"
            + " FROM unnest(?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::int[])"
            + " AS k (event_id, app_id, org_id, at, days)"
            + " WHERE NOT EXISTS (SELECT FROM public.events e WHERE e.event_id = k.event_id AND e.app_id = k.app_id"
            + " AND e.org_id = k.org_id AND e.\"timestamp\" = k.at AND e.retention_days = k.days)"
            + " ON CONFLICT DO NOTHING";

    private final DatabaseSession session;
    private final RetentionClasses classes;
    private int discarded;

    public DryRunStore(DatabaseSession session, InstantSource clock) {
        this.session = session;
        this.classes = new RetentionClasses(clock);
    }

    @Override
    public Outcome write(Chunk chunk) {
        try {
            return new Outcome.Stored(tally(session.connection(), chunk));
        } catch (SQLException e) {
            session.discard();
            return new Outcome.Broken(SqlFault.of(e).summary());
        }
    }

    @Override
    public int discarded() {
        return discarded;
    }

    private Tally tally(Connection connection, Chunk chunk) throws SQLException {
        SortedChunk sorted = SortedChunk.of(chunk);
        classes.refresh(connection, sorted.organisations());
        Tombstones tombstones = Tombstones.of(connection, sorted.applications(), sorted.earliestReceipt(chunk));
        List<PlacedRow> living = sorted.events().stream()
                .filter(row -> !tombstones.cover(row))
                .map(row ->
                        PlacedRow.of(row, classes.days(row.orgId(), row.event().timestampMicros())))
                .toList();
        List<FailedRow> failed =
                sorted.failed().stream().filter(row -> !tombstones.cover(row)).toList();
        Map<Long, String> states = FailedStates.of(connection, chunk.owned().source(), living);
        List<PlacedRow> wanted = living.stream()
                .filter(row ->
                        !FailedStates.DISCARDED.equals(states.get(row.row().offset())))
                .toList();
        discarded = living.size() - wanted.size();
        int inserted = wanted.isEmpty() ? 0 : meet(connection, wanted);
        int erased = sorted.events().size() - living.size() + sorted.failed().size() - failed.size();
        Map<String, Integer> codes = new HashMap<>();
        failed.forEach(row -> codes.merge(row.failure().countedAs(), 1, Integer::sum));
        return new Tally(inserted, living.size() - inserted, erased, codes);
    }

    private static int meet(Connection connection, List<PlacedRow> rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
        try (PreparedStatement meet = connection.prepareStatement(MEET)) {
            meet.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid",
                            rows.stream().map(row -> row.key().eventId()).toArray()));
            meet.setArray(
                    2,
                    connection.createArrayOf(
                            "text", rows.stream().map(row -> row.key().appId()).toArray()));
            meet.setArray(
                    3,
                    connection.createArrayOf(
                            "text", rows.stream().map(row -> row.key().orgId()).toArray()));
            meet.setArray(
                    4,
                    connection.createArrayOf(
                            "timestamptz",
                            rows.stream()
                                    .map(row -> ProgressFence.utc(
                                            Instant.EPOCH.plus(row.key().timestampMicros(), ChronoUnit.MICROS)))
                                    .toArray()));
            meet.setArray(
                    5,
                    connection.createArrayOf(
                            "int4", rows.stream().map(PlacedRow::retentionDays).toArray()));
            return meet.executeUpdate();
        }
    }
}
