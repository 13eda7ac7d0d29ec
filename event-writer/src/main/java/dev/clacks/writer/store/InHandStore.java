package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.Failure;
import dev.clacks.writer.chunk.RawRow;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.chunk.Row;
import dev.clacks.writer.chunk.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks a suspicious record "in hand", in a transaction of its own, before it is decoded and stored. A process that dies
 * meanwhile leaves the mark; the next process that takes the same record in hand counts a death, and after {@value #DEATHS} it is
 * set aside unread. Who claims the partition and dies before that, for whatever reason, counts for nothing. The mark stands for
 * milliseconds unless the insert waits for a lock, so a kill that has other reasons hardly ever finds one; and whoever survives an
 * attempt that failed takes it away if the database answers, whose ever the partition is by then. For one thread.
 */
public final class InHandStore implements ChunkStore {

    /** So many deaths with the same record in hand are its own doing. */
    static final int DEATHS = 3;

    private static final String MARK = "UPDATE public.writer_progress SET in_hand_offset = ?,"
            + " in_hand_deaths = CASE WHEN in_hand_offset = ? THEN in_hand_deaths + ? ELSE 0 END, updated_at = now()"
            + " WHERE topic = ? AND topic_id = ? AND partition = ? AND claim = ? AND next_offset = ?"
            + " RETURNING in_hand_deaths";

    private static final String UNMARK = "UPDATE public.writer_progress SET in_hand_offset = NULL,"
            + " in_hand_deaths = 0, updated_at = now()"
            + " WHERE topic = ? AND topic_id = ? AND partition = ? AND in_hand_offset = ?";

    private static final Logger LOG = LoggerFactory.getLogger(InHandStore.class);

    private final DatabaseSession session;
    private final RecordDecoder decoder;
    private final InHandMarks marks;
    private final ChunkStore inner;

    /** @param marks those of the process */
    public InHandStore(DatabaseSession session, RecordDecoder decoder, InHandMarks marks, ChunkStore inner) {
        this.session = session;
        this.decoder = decoder;
        this.marks = marks;
        this.inner = inner;
    }

    @Override
    public Outcome write(Chunk chunk) {
        if (!(chunk.rows().getFirst() instanceof RawRow raw)) {
            return inner.write(chunk);
        }
        OptionalInt deaths;
        try {
            deaths = mark(chunk, raw.offset());
        } catch (SQLException e) {
            return notMarked(SqlFault.of(e));
        }
        Source source = chunk.owned().source();
        if (deaths.isEmpty()) {
            return new Outcome.Fenced();
        }
        boolean read = deaths.getAsInt() < DEATHS;
        Row row = read
                ? decoder.decode(raw.record())
                : RecordDecoder.failed(
                        raw.record(),
                        new Failure(
                                Failure.Stage.WRITER,
                                Failure.KILLS_WRITER,
                                "",
                                "the writer died " + deaths.getAsInt() + " times with this record in hand"));
        Outcome outcome = inner.write(new Chunk(
                chunk.owned(), chunk.from(), chunk.to(), chunk.leaderEpoch(), List.of(row), true, chunk.end()));
        if (outcome instanceof Outcome.Stored) {
            marks.gone(source);
        } else if (read) {
            unmark(source, raw.offset());
        }
        return outcome;
    }

    private Outcome notMarked(SqlFault fault) {
        if (fault.kind() == SqlFault.Kind.BUSY || fault.kind() == SqlFault.Kind.CONFLICT) {
            return new Outcome.Unavailable(fault.kind(), fault.summary());
        }
        session.discard();
        return fault.kind() == SqlFault.Kind.BROKEN
                ? new Outcome.Broken(fault.summary())
                : new Outcome.Unavailable(SqlFault.Kind.DATABASE, fault.summary());
    }

    /** The record has not killed this process, whatever became of it. While the database is away the mark has to stay. */
    private void unmark(Source source, long offset) {
        try (PreparedStatement unmark = session.connection().prepareStatement(UNMARK)) {
            unmark.setString(1, source.topic());
            unmark.setObject(2, source.topicId());
            unmark.setInt(3, source.partition());
            unmark.setLong(4, offset);
            unmark.executeUpdate();
            marks.gone(source);
        } catch (SQLException e) {
            session.discard();
            LOG.debug("{}: the mark of offset {} stays", source, offset, e);
        }
    }

    private OptionalInt mark(Chunk chunk, long offset) throws SQLException {
        Source source = chunk.owned().source();
        Connection connection = session.connection();
        try (PreparedStatement mark = connection.prepareStatement(MARK)) {
            mark.setLong(1, offset);
            mark.setLong(2, offset);
            mark.setInt(3, marks.made(source, offset) ? 0 : 1);
            mark.setString(4, source.topic());
            mark.setObject(5, source.topicId());
            mark.setInt(6, source.partition());
            mark.setObject(7, chunk.owned().claim());
            mark.setLong(8, chunk.from());
            try (ResultSet row = mark.executeQuery()) {
                if (!row.next()) {
                    return OptionalInt.empty();
                }
                marks.stands(source, offset);
                return OptionalInt.of(row.getInt(1));
            }
        } catch (SQLException e) {
            if (maybeDone(e)) {
                // The death before is counted, perhaps: it must not count twice.
                marks.stands(source, offset);
            }
            throw e;
        }
    }

    /** Whether only the answer may be missing: a server that names another reason than its end has refused. */
    private static boolean maybeDone(SQLException e) {
        SqlFault fault = SqlFault.of(e);
        boolean refused = e instanceof PSQLException p
                && p.getServerErrorMessage() != null
                && !fault.state().startsWith("57P");
        return fault.kind() == SqlFault.Kind.DATABASE && !refused;
    }
}
