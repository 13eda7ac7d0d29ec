package dev.clacks.writer.progress;

import static java.util.Objects.requireNonNull;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AuditTrail;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.operation.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets a partition's progress, whether writers run or not: the row gets the offset and a claim that is nobody's. A running
 * writer finds that it holds another claim, reads the row again, starts there and tells Kafka; where the group is empty, Kafka
 * is told here.
 */
public final class Skip {

    private static final Logger LOG = LoggerFactory.getLogger(Skip.class);

    private final GroupLog log;
    private final Collection<String> topics;
    private final ProgressTable table = new ProgressTable();

    /** @param topics those that the writer drains */
    public Skip(GroupLog log, Collection<String> topics) {
        this.log = log;
        this.topics = List.copyOf(topics);
    }

    /**
     * What it means, and unless it is a dry run, done: also where Kafka cannot be told any more.
     *
     * @throws UserErrorException when the log does not reach there, or there is no such partition
     */
    public SkipPlan take(Connection connection, Actor actor, TopicPartition partition, long to, boolean dryRun)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        KnownTopic.require(partition.topic(), topics);
        if (!log.partitions(List.of(partition.topic())).contains(partition)) {
            throw new UserErrorException("there is no partition " + partition);
        }
        LogState state = requireNonNull(log.states(List.of(partition)).get(partition));
        SkipPlan done = Transaction.of(connection, () -> {
            SkipPlan plan = SkipPlan.of(partition, table.read(connection, partition), state, to);
            if (!dryRun) {
                table.skip(connection, plan);
                AuditTrail.add(connection, actor, "progress.skip", null, null, plan.details());
            }
            return plan;
        });
        if (!dryRun && done.kafkaIsBehind()) {
            tell(partition, to);
        }
        return done;
    }

    /** The row says what holds: where Kafka is not told here, it is by the writer that reads the row. */
    private void tell(TopicPartition partition, long to) throws InterruptedException {
        try {
            log.moveCommitted(partition, to);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "{}: the skip is done; Kafka has not been told yet, the next writer of the partition tells it: {}",
                    partition,
                    e.getCause() == null ? "no answer" : e.getCause().toString());
        }
    }
}
