package dev.clacks.writer.progress;

import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.SqlFault;
import dev.clacks.writer.store.SqlFault.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code topic_progress}: up to when everything received is stored, over all partitions of a topic and whoever reads
 * them. For one thread; any number of writers do it at once.
 *
 * <p>What a partition has reached is the later of two facts that stay true for ever: it was stored up to the log's end of
 * that moment, or a record received then was stored and so was every one before it. The topic has reached what the last of
 * its partitions has, and nothing while one of them has no row yet. It cannot have reached more than the moment at which
 * its partitions were counted: another one may have been added since. {@value #ALLOWANCE_SECONDS} s are taken off: between
 * its receipt and its answer an event that will be acknowledged may not be in Kafka yet, and clocks differ.
 */
public final class TopicProgress {

    /** 10 s, the longest {@code limits.answerTimeout} that the front door takes, and 5 s for clocks. */
    private static final int ALLOWANCE_SECONDS = 15;

    private static final String NOTE = "INSERT INTO public.topic_progress AS t (topic, topic_id, partitions, seen_at)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT (topic) DO UPDATE SET topic_id = EXCLUDED.topic_id,"
            + " partitions = EXCLUDED.partitions, seen_at = EXCLUDED.seen_at,"
            + " complete_through = greatest(t.complete_through, (SELECT CASE WHEN count(reached) = EXCLUDED.partitions"
            + " THEN least(min(reached), EXCLUDED.seen_at) - interval '" + ALLOWANCE_SECONDS + " seconds' END"
            + " FROM (SELECT greatest(p.caught_up_at, p.received_at) AS reached FROM public.writer_progress p"
            + " WHERE p.topic = t.topic AND p.topic_id = EXCLUDED.topic_id AND p.partition < EXCLUDED.partitions) r))"
            // A writer that was asleep must not bring back a topic that was deleted meanwhile.
            + " WHERE t.seen_at <= EXCLUDED.seen_at";
    private static final String READ = "SELECT complete_through FROM public.topic_progress WHERE topic = ?";

    private static final Logger LOG = LoggerFactory.getLogger(TopicProgress.class);

    private final DatabaseSession session;
    private boolean failing;

    public TopicProgress(DatabaseSession session) {
        this.session = session;
    }

    /**
     * Notes how topics look and moves their completeness on.
     *
     * @return up to when everything received is stored, by topic; without those that nothing is known of
     * @throws SQLException where the database is away. What it refuses (a missing right or table) is logged instead:
     *     completeness then stands still and events are stored on
     */
    public Map<String, Instant> note(Collection<TopicSeen> topics) throws SQLException {
        var complete = new HashMap<String, Instant>();
        try {
            for (TopicSeen topic : topics) {
                note(topic);
                Instant through = read(topic.topic());
                if (through != null) {
                    complete.put(topic.topic(), through);
                }
            }
            failing = false;
        } catch (SQLException e) {
            SqlFault fault = SqlFault.of(e);
            if (fault.kind() == Kind.DATABASE) {
                throw e;
            }
            if (!failing) {
                LOG.warn("complete_through stands still: {}", fault.summary());
            }
            failing = true;
        }
        return complete;
    }

    private void note(TopicSeen topic) throws SQLException {
        try (PreparedStatement note = session.connection().prepareStatement(NOTE)) {
            note.setString(1, topic.topic());
            note.setObject(2, topic.topicId());
            note.setInt(3, topic.partitions());
            note.setObject(4, topic.at().atOffset(ZoneOffset.UTC));
            note.executeUpdate();
        }
    }

    private @Nullable Instant read(String topic) throws SQLException {
        try (PreparedStatement select = session.connection().prepareStatement(READ)) {
            select.setString(1, topic);
            try (ResultSet row = select.executeQuery()) {
                OffsetDateTime through = row.next() ? row.getObject(1, OffsetDateTime.class) : null;
                return through == null ? null : through.toInstant();
            }
        }
    }
}
