package dev.clacks.writer.progress;

import static java.util.Objects.requireNonNull;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AuditTrail;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.operation.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;

/**
 * Sets a partition's progress, whether writers run or not: the row gets the offset and a claim that is nobody's. A running
 * writer finds that it holds another claim, reads the row again, starts there and tells Kafka; where the group is empty, Kafka
 * is told here.
 */
public final class Skip {

    private final GroupLog log;
    private final ProgressTable table = new ProgressTable();

    public Skip(GroupLog log) {
        this.log = log;
    }

    /**
     * What it means, and unless it is a dry run, done.
     *
     * @throws UserErrorException when the log does not reach there, or there is no such partition
     */
    public SkipPlan take(Connection connection, Actor actor, TopicPartition partition, long to, boolean dryRun)
            throws SQLException, ExecutionException, TimeoutException, InterruptedException {
        if (!log.partitions(List.of(partition.topic())).contains(partition)) {
            throw new UserErrorException("there is no partition " + partition);
        }
        LogState state = requireNonNull(log.states(List.of(partition)).get(partition));
        SkipPlan done = Transaction.of(connection, () -> {
            SkipPlan plan = SkipPlan.of(partition, table.read(connection, partition), state, to);
            if (!dryRun) {
                table.skip(connection, plan);
                AuditTrail.add(connection, actor, "progress skip", null, null, plan.details());
            }
            return plan;
        });
        if (!dryRun && done.kafkaIsBehind()) {
            log.moveCommitted(partition, to);
        }
        return done;
    }
}
