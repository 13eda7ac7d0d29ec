package dev.clacks.bench.lab;

import dev.clacks.common.kafka.KafkaSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Watches writers empty a topic: how far they are, and who works for them in PostgreSQL. For one thread. */
public final class WriterWatch implements AutoCloseable {

    private static final long LOOK_MILLIS = 10;
    private static final String STORED = "SELECT coalesce(sum(next_offset), 0) FROM writer_progress WHERE topic = ?";
    private static final String BACKENDS = "SELECT pid FROM pg_stat_activity WHERE usename = ?";

    private final Connection connection;
    private final String topic;

    /** @param connection its alone, closed with it */
    public WriterWatch(Connection connection, KafkaSettings kafka) {
        this.connection = connection;
        this.topic = kafka.topics().events();
    }

    /** How many records of the topic are stored, all partitions together. */
    public long stored() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(STORED)) {
            select.setString(1, topic);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Waits until so many records are stored. */
    public void await(long records) throws SQLException, InterruptedException {
        await(records, stored -> {});
    }

    /** The same, telling how many are. */
    public void await(long records, LongConsumer stored) throws SQLException, InterruptedException {
        for (long now = stored(); now < records; now = stored()) {
            stored.accept(now);
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        stored.accept(records);
    }

    /** Waits until a login has a backend: a writer that is ready connects a moment later, with its first claim. */
    public void awaitBackend(String login) throws SQLException, InterruptedException {
        while (backends(login).isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** CPU time of the backends that a login has now, in nanoseconds. */
    public long backendNanos(String login) throws SQLException {
        return backends(login).stream().mapToLong(CpuTime::ofOnlyThread).sum();
    }

    /** The backends that a login has now. */
    public List<Long> backends(String login) throws SQLException {
        var pids = new ArrayList<Long>();
        try (PreparedStatement select = connection.prepareStatement(BACKENDS)) {
            select.setString(1, login);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    pids.add(row.getLong(1));
                }
            }
        }
        return pids;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
