package dev.clacks.writer.failed;

import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.operation.Run;
import dev.clacks.writer.operation.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Gives failed events up, some at a time: each transaction marks what it counts. */
public final class Discard {

    /** The operation's kind. */
    public static final String KIND = "failed discard";

    private static final String MARK = "UPDATE public.failed_events f SET state = 'discarded', state_changed_at = now()"
            + " FROM (SELECT kafka_topic_id, kafka_partition, kafka_offset, received_at FROM public.failed_events WHERE"
            + FailedFilter.OF_EVENT + " AND state = 'failed' %s) meant"
            + " WHERE f.kafka_topic_id = meant.kafka_topic_id AND f.kafka_partition = meant.kafka_partition"
            + " AND f.kafka_offset = meant.kafka_offset AND f.received_at = meant.received_at";
    private static final String MARK_FREE = MARK.formatted("LIMIT ? FOR UPDATE SKIP LOCKED");
    // In the order in which a replay locks them.
    private static final String MARK_HELD =
            MARK.formatted("ORDER BY kafka_topic_id, kafka_partition, kafka_offset LIMIT ? FOR UPDATE");

    private Discard() {}

    /**
     * One transaction of it. Those that somebody else holds are waited for when no others are left: a replay may store them, and
     * then they no longer count as failed, or be rolled back.
     *
     * @param atOnce how many it marks at most
     * @return how many were marked; 0 when none is left, negative when the run was stopped
     */
    public static int step(Connection connection, Run run, FailedFilter filter, int atOnce) throws SQLException {
        String to = Long.toString(run.position().isEmpty() ? 1 : Long.parseLong(run.position()) + 1);
        int marked = Transaction.of(connection, () -> {
            if (!run.move(connection, to)) {
                return run.moved(connection, to) ? atOnce : -1;
            }
            int found = mark(connection, MARK_FREE, filter, atOnce);
            if (found == 0) {
                found = mark(connection, MARK_HELD, filter, atOnce);
            }
            run.count(connection, Counts.discarded(found));
            return found;
        });
        if (marked >= 0) {
            run.committed(to);
        }
        return marked;
    }

    private static int mark(Connection connection, String statement, FailedFilter filter, int atOnce)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            update.setInt(filter.bind(update, 1), atOnce);
            return update.executeUpdate();
        }
    }
}
