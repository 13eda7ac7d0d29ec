package dev.clacks.writer.operation;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AdminJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation under way: its position and counts move in the transactions of what it does, from exactly where it stands and
 * under the claim of this run. For one thread.
 */
public final class Run {

    private static final String MOVE = "UPDATE public.operations SET position = ?, updated_at = now()"
            + " WHERE operation_id = ? AND claim = ? AND state = 'running' AND position = ?";
    private static final String COUNT = "UPDATE public.operations SET counts = ?::jsonb WHERE operation_id = ?";
    private static final String STANDS =
            "SELECT counts FROM public.operations" + " WHERE operation_id = ? AND claim = ? AND position = ?";

    private final Actor actor;
    private final UUID claim;
    private final Operation operation;
    private String position;
    private Counts counts;
    private Counts pending = Counts.NONE;

    private Run(Actor actor, UUID claim, Operation operation) {
        this.actor = actor;
        this.claim = claim;
        this.operation = operation;
        this.position = operation.position();
        this.counts = operation.counts();
    }

    /** A new one. */
    public static Run begin(Connection connection, Actor actor, String kind, Object arguments, long total)
            throws SQLException {
        UUID claim = UUID.randomUUID();
        return new Run(
                actor, claim, Operations.begin(connection, actor, kind, AdminJson.line(arguments), claim, total));
    }

    /**
     * Goes on with one that was killed, cancelled or failed.
     *
     * @param arguments what it is asked to do from now on, mostly the same
     * @param total how much there is to look at, with what was done
     */
    public static Run resume(Connection connection, Actor actor, Operation before, Object arguments, long total)
            throws SQLException {
        UUID claim = UUID.randomUUID();
        return new Run(
                actor, claim, Operations.resume(connection, actor, before, claim, AdminJson.line(arguments), total));
    }

    /** As it was when this run began. */
    public Operation operation() {
        return operation;
    }

    /** What was done last; empty before. */
    public String position() {
        return position;
    }

    /** What all runs of the operation have come to. */
    public Counts counts() {
        return counts;
    }

    /** Inside a transaction, first: false where the operation was cancelled, taken over or stands elsewhere. */
    public boolean move(Connection connection, String to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MOVE)) {
            update.setString(1, to);
            update.setObject(2, operation.id());
            update.setObject(3, claim);
            update.setString(4, position);
            return update.executeUpdate() == 1;
        }
    }

    /** Inside the transaction, last: what it comes to. */
    public void count(Connection connection, Counts more) throws SQLException {
        pending = counts.plus(more);
        try (PreparedStatement update = connection.prepareStatement(COUNT)) {
            update.setString(1, AdminJson.line(pending));
            update.setObject(2, operation.id());
            update.executeUpdate();
        }
    }

    /** After {@link #move} said no: whether the move was made after all, and only COMMIT's answer was lost. */
    public boolean moved(Connection connection, String to) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(STANDS)) {
            select.setObject(1, operation.id());
            select.setObject(2, claim);
            select.setString(3, to);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                pending = AdminJson.stored(row.getString(1), Counts.class);
                return true;
            }
        }
    }

    /** The transaction is committed. */
    public void committed(String to) {
        position = to;
        counts = pending;
    }

    /** Moves on where nothing else is to be done. */
    public boolean step(Connection connection, String to, Counts more) throws SQLException {
        boolean moved = Transaction.of(connection, () -> {
            if (!move(connection, to)) {
                return moved(connection, to);
            }
            count(connection, more);
            return true;
        });
        if (moved) {
            committed(to);
        }
        return moved;
    }

    /** All is done. */
    public boolean done(Connection connection) throws SQLException {
        return Operations.end(connection, actor, operation.id(), claim, Operation.DONE, null);
    }

    /** It cannot go on, as far as this run can tell. */
    public void failed(Connection connection, @Nullable String why) throws SQLException {
        Operations.end(connection, actor, operation.id(), claim, Operation.FAILED, why);
    }
}
