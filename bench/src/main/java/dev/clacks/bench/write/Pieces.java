package dev.clacks.bench.write;

import dev.clacks.bench.lab.LabEvents.LabEvent;
import dev.clacks.bench.write.Columns.Row;
import dev.clacks.common.event.EventDecoder;
import dev.clacks.common.event.EventRejectedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Turns events into pieces of a transaction each, sorted by id as the writer sorts them. PostgreSQL itself makes the binary
 * form, so that the measured COPY owes nothing to the writer's encoder; but for the JSON, which stays as the client wrote it:
 * PostgreSQL would give it back with its keys in order, and sorting them is a twentieth of the work. For one thread.
 */
final class Pieces implements AutoCloseable {

    private static final String STAGING = "pg_temp.made";

    private final Connection connection;
    private final EventDecoder decoder = new EventDecoder();
    private final ValuesInsert fill = new ValuesInsert(STAGING, "text");
    private final int retentionDays;
    private long offset;

    /**
     * Pieces of that class of retention.
     *
     * @param connection theirs alone, closed with them
     */
    Pieces(Connection connection, int retentionDays) throws SQLException {
        this.connection = connection;
        this.retentionDays = retentionDays;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE made (LIKE public.events INCLUDING DEFAULTS);"
                    + " ALTER TABLE made ALTER event_data TYPE text, ALTER extra TYPE text");
        }
    }

    /** These events, so many a piece. */
    List<Piece> of(List<LabEvent> events, int rows) throws SQLException {
        var pieces = new ArrayList<Piece>();
        for (int from = 0; from < events.size(); from += rows) {
            pieces.add(piece(events.subList(from, Math.min(from + rows, events.size()))));
        }
        return pieces;
    }

    private Piece piece(List<LabEvent> events) throws SQLException {
        Instant now = Instant.now();
        var values = events.stream()
                .sorted(Comparator.comparing(each -> each.event().eventId().toString()))
                .map(each -> Columns.values(row(each, now)))
                .toList();
        var piece = new Piece(values, new byte[0]);
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE " + STAGING);
            fill.insert(connection, piece);
        }
        var binary = new ByteArrayOutputStream();
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(
                            "COPY (SELECT " + Columns.each((i, column) -> asSent(column)) + " FROM " + STAGING
                                    + " ORDER BY event_id) TO STDOUT (FORMAT binary)",
                            binary);
        } catch (IOException e) {
            throw new SQLException("a byte array takes everything", e);
        }
        return new Piece(values, binary.toByteArray());
    }

    /** The binary form of JSONB is a version number, which is 1, and the text. */
    private static String asSent(Columns.Column column) {
        return column.isJson() ? "'\\x01'::bytea || convert_to(%s, 'UTF8')".formatted(column.name()) : column.name();
    }

    private Row row(LabEvent each, Instant receivedAt) {
        try {
            return new Row(each.app(), decoder.decode(each.event().bytes()), receivedAt, offset++, retentionDays);
        } catch (EventRejectedException e) {
            throw new IllegalStateException("a made event is valid", e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
