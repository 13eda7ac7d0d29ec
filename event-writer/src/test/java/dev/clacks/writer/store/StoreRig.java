package dev.clacks.writer.store;

import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.writer.Stored;
import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.chunk.Failure;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.chunk.Row;
import dev.clacks.writer.chunk.Source;
import dev.clacks.writer.chunk.TestRecords;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A store under test, as the role of the writer, and one Kafka partition that it owns. */
final class StoreRig implements AutoCloseable {

    private static final long FAILED_CAP = 10_000;

    final Stored stored;
    Owned owned;
    final TestEvents events;
    final DatabaseSession session;
    /** Why chunks were tried again on the spot. */
    final List<SqlFault.Kind> retried = new ArrayList<>();

    final PostgresChunkStore store;
    private final RecordDecoder decoder = new RecordDecoder(TestRecords.FAILED_TOPIC);

    StoreRig(TestDatabase database) throws SQLException {
        this(database, FAILED_CAP);
    }

    /** @param seed of its events: one rig's alone */
    static StoreRig seeded(TestDatabase database, long seed) throws SQLException {
        return new StoreRig(database, FAILED_CAP, new TestEvents(seed, InstantSource.system()));
    }

    /** @param failedCap failed events that are kept of an application and day */
    StoreRig(TestDatabase database, long failedCap) throws SQLException {
        this(database, failedCap, TestEvents.fresh(InstantSource.system()));
    }

    private StoreRig(TestDatabase database, long failedCap, TestEvents events) throws SQLException {
        this.events = events;
        this.stored = Stored.in(database);
        this.owned = new Owned(new Source(TestRecords.TOPIC, UUID.randomUUID(), 3), UUID.randomUUID());
        this.session = new DatabaseSession(
                DatabaseUrl.parse(database.libpqUrl(database.login(DatabaseRole.WRITER))), "test", true);
        this.store = new PostgresChunkStore(session, InstantSource.system(), failedCap, retried::add);
        stored.execute(
                "INSERT INTO writer_progress (topic, topic_id, partition, next_offset, claim) VALUES (?, ?, ?, 0, ?)",
                owned.source().topic(),
                owned.source().topicId(),
                owned.source().partition(),
                owned.claim());
        // This process may get no turn for longer than a transaction may be idle.
        set("idle_in_transaction_session_timeout = 0");
    }

    /** Has the limits of its connection, of which the shortest is 2 s, end nothing that is to be seen from outside. */
    void bePatient() throws SQLException {
        set("lock_timeout = 0");
        set("statement_timeout = 0");
    }

    /** On the connection that it has now. */
    void set(String setting) throws SQLException {
        try (Statement statement = session.connection().createStatement()) {
            statement.execute("SET " + setting);
        }
    }

    EventRow row(long offset, TestEvent event) {
        return (EventRow) decoder.decode(TestRecords.of(offset, event));
    }

    /** An event of application {@code app} of another organisation. */
    EventRow row(long offset, String org, TestEvent event) {
        EventRow row = row(offset, event);
        return new EventRow(offset, row.receivedAtMillis(), org, "app", row.event(), row.raw());
    }

    void organisation(String id, String tier) throws SQLException {
        stored.execute("INSERT INTO organizations (org_id, name, tier) VALUES (?, 'x', ?)", id, tier);
    }

    /** Rows of these events at offsets from {@code from} on. */
    Chunk chunk(long from, List<TestEvent> chunked) {
        var rows = new ArrayList<Row>();
        for (TestEvent event : chunked) {
            rows.add(row(from + rows.size(), event));
        }
        return chunkOf(rows);
    }

    /** These rows, whose offsets have no gaps. */
    Chunk chunkOf(List<? extends Row> rows) {
        return new Chunk(
                owned, rows.getFirst().offset(), rows.getLast().offset() + 1, 5, List.copyOf(rows), false, null);
    }

    Outcome write(long from, List<TestEvent> written) {
        return store.write(chunk(from, written));
    }

    long progress() throws SQLException {
        return stored.number(
                "SELECT next_offset FROM writer_progress WHERE topic_id = ?",
                owned.source().topicId());
    }

    /** Puts progress to an offset, as a rewind by the same owner would. */
    void rewind(long offset) throws SQLException {
        stored.execute(
                "UPDATE writer_progress SET next_offset = ? WHERE topic_id = ?",
                offset,
                owned.source().topicId());
    }

    /** Puts progress to an offset under another claim, as whoever reads on from there; chunks are made under it from now on. */
    void claim(long offset) throws SQLException {
        owned = new Owned(owned.source(), UUID.randomUUID());
        stored.execute(
                "UPDATE writer_progress SET next_offset = ?, claim = ? WHERE topic_id = ?",
                offset,
                owned.claim(),
                owned.source().topicId());
    }

    /** Stores, from offset 0 on, that these could not be read, as an older build would have it. */
    void setAside(List<EventRow> rows) {
        var unread = new Failure(Failure.Stage.WRITER, "unsupported_format", "", "");
        store.write(chunkOf(
                rows.stream().map(row -> RecordDecoder.failed(row, unread)).toList()));
    }

    /** Of the failed events, in the order of their offsets. */
    List<String> states() throws SQLException {
        return stored.texts("SELECT kafka_offset || ' ' || state FROM failed_events ORDER BY kafka_offset");
    }

    long counted() throws SQLException {
        return stored.number("SELECT coalesce(sum(events), 0) FROM event_counts");
    }

    /** Empties what tests of a class share. */
    void empty() throws SQLException {
        stored.execute("DELETE FROM events");
        stored.execute("DELETE FROM event_counts");
        stored.execute("DELETE FROM failed_events");
        stored.execute("DELETE FROM failed_counts");
        stored.execute("DELETE FROM failure_groups");
        stored.execute("DELETE FROM tombstones");
    }

    /** Has PostgreSQL refuse events of the type {@code raise:STATE} with that SQLSTATE, as its own faults do. */
    void raiseOnDemand() throws SQLException {
        stored.execute("""
                CREATE OR REPLACE FUNCTION raise_on_demand() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.event_type LIKE 'raise:%' THEN
                        RAISE EXCEPTION 'made by a test' USING ERRCODE = substr(NEW.event_type, 7);
                    END IF;
                    RETURN NEW;
                END $$""");
        stored.execute("CREATE OR REPLACE TRIGGER raise_on_demand BEFORE INSERT ON events"
                + " FOR EACH ROW EXECUTE FUNCTION raise_on_demand()");
    }

    @Override
    public void close() {
        session.close();
    }
}
