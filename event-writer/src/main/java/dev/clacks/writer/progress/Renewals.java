package dev.clacks.writer.progress;

import dev.clacks.writer.chunk.EndSeen;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.store.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fence for idle partitions (W2): confirms in one statement that progress still stands where this writer left it, and
 * notes until when the partition was seen to be drained. Without it a database that lost commits while nothing came in
 * would stay short of them. It also ends the memory of a skip that Kafka's committed offset has followed. A row that somebody
 * holds waits for the next time and keeps no other one waiting. For one thread.
 */
public final class Renewals {

    /**
     * What a partition's row should say.
     *
     * @param owned the partition and our claim
     * @param nextOffset where we left progress; null while it moves
     * @param caughtUp the latest end of the log that is stored; null where none was seen, and while progress moves
     * @param confirmed the offset that Kafka has confirmed to be committed under this claim; null where none is
     */
    public record Renewal(
            Owned owned,
            @Nullable Long nextOffset,
            @Nullable EndSeen caughtUp,
            @Nullable Long confirmed) {}

    private static final String OURS = " p.topic = mine.topic AND p.topic_id = mine.topic_id"
            + " AND p.partition = mine.partition AND p.claim = mine.claim"
            + " AND p.next_offset = coalesce(mine.next_offset, p.next_offset)";
    private static final String RENEW = "WITH mine AS (SELECT * FROM unnest(?::text[], ?::uuid[], ?::int[], ?::uuid[],"
            + " ?::bigint[], ?::timestamptz[], ?::bigint[], ?::bigint[])"
            + " AS m (topic, topic_id, partition, claim, next_offset, caught_up_at, end_offset_seen, confirmed)),"
            + " free AS (SELECT p.topic, p.topic_id, p.partition FROM public.writer_progress p JOIN mine ON" + OURS
            + " FOR NO KEY UPDATE OF p SKIP LOCKED),"
            + " renewed AS (UPDATE public.writer_progress p SET"
            + " caught_up_at = greatest(p.caught_up_at, mine.caught_up_at),"
            + " end_offset_seen = greatest(p.end_offset_seen, mine.end_offset_seen),"
            + " skipped_from = CASE WHEN mine.confirmed >= p.skipped_to THEN NULL ELSE p.skipped_from END,"
            + " skipped_to = CASE WHEN mine.confirmed >= p.skipped_to THEN NULL ELSE p.skipped_to END,"
            + " updated_at = now() FROM mine JOIN free USING (topic, topic_id, partition) WHERE" + OURS + ")"
            + " SELECT p.claim FROM public.writer_progress p JOIN mine ON" + OURS;

    private final DatabaseSession session;

    public Renewals(DatabaseSession session) {
        this.session = session;
    }

    /**
     * Confirms what it can; returns those whose row says otherwise. One that somebody else holds is neither confirmed nor lost.
     * With none to confirm it just asks the database for a sign of life.
     */
    public Set<Owned> renew(List<Renewal> renewals) throws SQLException {
        try (PreparedStatement update = session.connection().prepareStatement(RENEW)) {
            var connection = session.connection();
            update.setArray(
                    1,
                    connection.createArrayOf(
                            "text", column(renewals, r -> r.owned.source().topic())));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", column(renewals, r -> r.owned.source().topicId())));
            update.setArray(
                    3,
                    connection.createArrayOf(
                            "int4", column(renewals, r -> r.owned.source().partition())));
            update.setArray(4, connection.createArrayOf("uuid", column(renewals, r -> r.owned.claim())));
            update.setArray(5, connection.createArrayOf("int8", column(renewals, r -> r.nextOffset)));
            update.setArray(
                    6,
                    connection.createArrayOf(
                            "timestamptz",
                            column(
                                    renewals,
                                    r -> r.caughtUp == null
                                            ? null
                                            : r.caughtUp.at().atOffset(ZoneOffset.UTC))));
            update.setArray(
                    7,
                    connection.createArrayOf(
                            "int8", column(renewals, r -> r.caughtUp == null ? null : (Long) r.caughtUp.endOffset())));
            update.setArray(8, connection.createArrayOf("int8", column(renewals, r -> r.confirmed)));
            Set<UUID> ours = new HashSet<>();
            try (ResultSet row = update.executeQuery()) {
                while (row.next()) {
                    ours.add(row.getObject(1, UUID.class));
                }
            }
            var lost = new HashSet<Owned>();
            for (Renewal renewal : renewals) {
                if (!ours.contains(renewal.owned.claim())) {
                    lost.add(renewal.owned);
                }
            }
            return lost;
        }
    }

    private static @Nullable Object[] column(
            List<Renewal> renewals, java.util.function.Function<Renewal, @Nullable Object> value) {
        var column = new ArrayList<@Nullable Object>(renewals.size());
        renewals.forEach(renewal -> column.add(value.apply(renewal)));
        return column.toArray();
    }
}
