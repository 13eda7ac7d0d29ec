package dev.clacks.bench.write;

import dev.clacks.bench.lab.CpuTime;
import dev.clacks.bench.lab.Lab;
import dev.clacks.bench.lab.LabEvents;
import dev.clacks.bench.lab.LabEvents.LabEvent;
import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.common.event.EventDecoder;
import dev.clacks.common.event.EventRejectedException;
import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.Row;
import dev.clacks.writer.chunk.Source;
import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.Outcome;
import dev.clacks.writer.store.PostgresChunkStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The event-writer's own transactions, of rows that were made before the clock runs, as those of the other ways were. Neither
 * Kafka nor a writer's process takes the cores, so that what differs from raw COPY is what the backend is asked to do.
 */
final class StoreContender implements Contender {

    private static final long FAILED_CAP = 10_000;
    private static final String CLAIM =
            "INSERT INTO public.writer_progress (topic, topic_id, partition, next_offset, claim)"
                    + " VALUES (?, ?, ?, 0, ?)";

    private final boolean synchronousCommit;
    private final int rows;
    private final DatabaseSession session;
    private final PostgresChunkStore store;
    private final Owned owned;
    private final EventDecoder decoder = new EventDecoder();
    private final long backend;
    private long offset;

    /** @param rows of each transaction */
    StoreContender(Lab lab, boolean synchronousCommit, int rows) throws SQLException {
        String login = "store_" + (synchronousCommit ? "on" : "off");
        lab.createLogin(login);
        DatabaseUrl url = DatabaseUrl.parse(lab.databaseUrl(login));
        this.synchronousCommit = synchronousCommit;
        this.rows = rows;
        this.session = new DatabaseSession(url, "clacks bench", synchronousCommit);
        this.store = new PostgresChunkStore(session, InstantSource.system(), FAILED_CAP, kind -> {});
        this.owned = new Owned(
                new Source("bench.transactions." + (synchronousCommit ? "on" : "off"), UUID.randomUUID(), 0),
                UUID.randomUUID());
        Connection connection = session.connection();
        try (PreparedStatement claim = connection.prepareStatement(CLAIM);
                Statement statement = connection.createStatement()) {
            claim.setString(1, owned.source().topic());
            claim.setObject(2, owned.source().topicId());
            claim.setInt(3, owned.source().partition());
            claim.setObject(4, owned.claim());
            claim.executeUpdate();
            try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                this.backend = row.getLong(1);
            }
        }
    }

    @Override
    public String name() {
        return "event-writer's transaction";
    }

    @Override
    public boolean synchronousCommit() {
        return synchronousCommit;
    }

    @Override
    public long store(List<LabEvent> events) {
        List<Chunk> chunks = chunks(events);
        long before = CpuTime.ofOnlyThread(backend);
        for (Chunk chunk : chunks) {
            Outcome outcome = store.write(chunk);
            if (!(outcome instanceof Outcome.Stored)) {
                throw new IllegalStateException("a chunk was not stored: " + outcome);
            }
        }
        return CpuTime.ofOnlyThread(backend) - before;
    }

    private List<Chunk> chunks(List<LabEvent> events) {
        var chunks = new ArrayList<Chunk>();
        for (int from = 0; from < events.size(); from += rows) {
            List<Row> made = new ArrayList<>();
            for (LabEvent each : events.subList(from, Math.min(from + rows, events.size()))) {
                made.add(row(each, offset + made.size()));
            }
            chunks.add(new Chunk(owned, offset, offset + made.size(), -1, made, false, null));
            offset += made.size();
        }
        return chunks;
    }

    private Row row(LabEvent each, long at) {
        byte[] bytes = each.event().bytes();
        try {
            return new EventRow(
                    at, System.currentTimeMillis(), LabEvents.ORG, each.app(), decoder.decode(bytes), bytes);
        } catch (EventRejectedException e) {
            throw new IllegalStateException("a made event is valid", e);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
