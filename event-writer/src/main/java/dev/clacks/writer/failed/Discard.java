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
            + FailedFilter.OF_EVENT + " AND state = 'failed' LIMIT ? FOR UPDATE SKIP LOCKED) meant"
            + " WHERE f.kafka_topic_id = meant.kafka_topic_id AND f.kafka_partition = meant.kafka_partition"
            + " AND f.kafka_offset = meant.kafka_offset AND f.received_at = meant.received_at";

    private Discard() {}

    /**
     * One transaction of it.
     *
     * @param atOnce how many it marks at most
     * @return how many were marked; 0 when none is left that nobody else holds, negative when the run was stopped
     */
    public static int step(Connection connection, Run run, FailedFilter filter, int atOnce) throws SQLException {
        String to = Long.toString(run.position().isEmpty() ? 1 : Long.parseLong(run.position()) + 1);
        int marked = Transaction.of(connection, () -> {
            if (!run.move(connection, to)) {
                return run.moved(connection, to) ? atOnce : -1;
            }
            int found;
            try (PreparedStatement update = connection.prepareStatement(MARK)) {
                update.setInt(filter.bind(update, 1), atOnce);
                found = update.executeUpdate();
            }
            run.count(connection, Counts.discarded(found));
            return found;
        });
        if (marked >= 0) {
            run.committed(to);
        }
        return marked;
    }
}
