package dev.clacks.bench.latency;

import dev.clacks.bench.lab.Feed;
import dev.clacks.bench.lab.Lab;
import dev.clacks.bench.lab.LabEvents.LabEvent;
import dev.clacks.bench.load.Latencies;
import dev.clacks.common.kafka.KafkaSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A writer on topics of its own that gets one event at a time. For one thread. */
final class IdleWriter implements AutoCloseable {

    private static final long LOOK_MILLIS = 2;
    private static final String QUERY = "SELECT received_at, created_at FROM public.events WHERE event_id = ?";

    private final String linger;
    private final int partitions;
    private final Feed feed;
    private final Connection connection;
    private final Latencies begun = new Latencies();
    private final Latencies queryable = new Latencies();

    /**
     * Starts it.
     *
     * @param linger such as {@code 250ms}
     */
    IdleWriter(Lab lab, String linger, int partitions) throws Exception {
        this.linger = linger;
        this.partitions = partitions;
        String login = "writer_" + linger.replaceAll("\\W", "_");
        KafkaSettings kafka = lab.topics("bench." + login, partitions);
        lab.createLogin(login);
        lab.startWriter(login, kafka, Map.of("CLACKS_WRITE_LINGER", linger));
        this.feed = new Feed(kafka);
        this.connection = lab.connect();
    }

    /** Sends one event and waits until it can be queried. */
    void send(LabEvent event) throws SQLException, InterruptedException {
        UUID id = event.event().eventId();
        feed.send(Math.floorMod(id.hashCode(), partitions), List.of(event));
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setObject(1, id);
            while (!seen(query)) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    private boolean seen(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return false;
            }
            Instant received = instant(row.getTimestamp(1));
            queryable.add(Duration.between(received, Instant.now()));
            begun.add(Duration.between(received, instant(row.getTimestamp(2))));
            return true;
        }
    }

    private static Instant instant(Timestamp timestamp) {
        return timestamp.toInstant();
    }

    /** Forgets what was measured so far. */
    void forget() {
        begun.clear();
        queryable.clear();
    }

    @Override
    public String toString() {
        return """
                linger %s, %d events, from received_at to
                  the beginning of the transaction (created_at): %s
                  the event can be queried:                      %s""".formatted(linger, queryable.count(), begun.summary(), queryable.summary());
    }

    @Override
    public void close() throws SQLException {
        feed.close();
        connection.close();
    }
}
