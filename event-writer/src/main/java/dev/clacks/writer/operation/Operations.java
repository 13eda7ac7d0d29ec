package dev.clacks.writer.operation;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AdminJson;
import dev.clacks.common.admin.AuditTrail;
import dev.clacks.common.admin.WishException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Begins, lists, resumes, cancels and ends operations, each with its audit row. */
public final class Operations {

    private static final String COLUMNS = "operation_id, kind, arguments, actor, state, position, total, counts, error,"
            + " started_at, updated_at, finished_at";
    private static final String BEGIN = "INSERT INTO public.operations"
            + " (operation_id, kind, arguments, actor, claim, total) VALUES (?, ?, ?::jsonb, ?, ?, ?) RETURNING "
            + COLUMNS;
    private static final String RESUME = "UPDATE public.operations SET claim = ?, arguments = ?::jsonb, total = ?,"
            + " state = 'running', error = NULL, finished_at = NULL, updated_at = now() WHERE operation_id = ?"
            + " AND state <> 'done' AND arguments = ?::jsonb RETURNING " + COLUMNS;
    private static final String END = "UPDATE public.operations SET state = ?, error = ?, updated_at = now(),"
            + " finished_at = now() WHERE operation_id = ? AND state = 'running' AND (claim = ? OR ?) RETURNING "
            + COLUMNS;
    private static final String ENDED =
            "SELECT " + COLUMNS + " FROM public.operations WHERE operation_id = ? AND claim = ? AND state = ?";
    private static final String FIND = "SELECT " + COLUMNS + " FROM public.operations WHERE operation_id = ?";
    private static final String LIST = "SELECT " + COLUMNS + " FROM public.operations ORDER BY started_at DESC LIMIT ?";
    private static final UUID NOBODY = new UUID(0, 0);

    private Operations() {}

    /** Begins one; whoever runs it does so under the claim. */
    static Operation begin(Connection connection, Actor actor, String kind, String arguments, UUID claim, long total)
            throws SQLException {
        return Transaction.of(connection, () -> {
            UUID id = UUID.randomUUID();
            Operation begun = required(one(connection, BEGIN, id, kind, arguments, actor.name(), claim, total), id);
            audit(connection, actor, begun, "", Map.of("arguments", begun.arguments(), "total", total));
            return begun;
        });
    }

    /**
     * Takes one over: whoever ran it before does no more.
     *
     * @param before what was found, and what the arguments were made of: whoever resumes it in between has changed those
     */
    static Operation resume(
            Connection connection, Actor actor, Operation before, UUID claim, String arguments, long total)
            throws SQLException {
        UUID id = before.id();
        if (before.state().equals(Operation.DONE)) {
            throw WishException.conflict("operation %s is done; there is nothing to resume".formatted(id));
        }
        return Transaction.of(connection, () -> {
            String asked = AdminJson.line(before.arguments());
            Operation resumed = one(connection, RESUME, claim, arguments, total, id, asked);
            if (resumed == null) {
                throw WishException.conflict("operation %s was resumed by somebody else just now".formatted(id));
            }
            audit(connection, actor, resumed, ".resumed", Map.of("position", before.position()));
            return resumed;
        });
    }

    /** Ends one that runs under the claim; false where it does so no more. */
    static boolean end(Connection connection, Actor actor, UUID id, UUID claim, String state, @Nullable String error)
            throws SQLException {
        return Transaction.of(connection, () -> {
            Operation ended = one(connection, END, state, error, id, claim, false);
            if (ended == null) {
                return one(connection, ENDED, id, claim, state) != null; // COMMIT's answer was lost the first time
            }
            audit(connection, actor, ended, "." + state, Map.of("counts", ended.counts()));
            return true;
        });
    }

    /** Has whoever runs it stop before its next transaction. */
    public static Operation cancel(Connection connection, Actor actor, UUID id) throws SQLException {
        Operation before = find(connection, id);
        return Transaction.of(connection, () -> {
            Operation cancelled = one(connection, END, Operation.CANCELLED, null, id, NOBODY, true);
            if (cancelled == null) {
                throw WishException.conflict("operation %s is %s already".formatted(id, before.state()));
            }
            audit(connection, actor, cancelled, "." + Operation.CANCELLED, Map.of("counts", cancelled.counts()));
            return cancelled;
        });
    }

    /** The operation of that id. */
    public static Operation find(Connection connection, UUID id) throws SQLException {
        return required(one(connection, FIND, id), id);
    }

    /** The latest first. */
    public static List<Operation> list(Connection connection, int limit) throws SQLException {
        return all(connection, LIST, limit);
    }

    private static Operation required(@Nullable Operation operation, UUID id) {
        if (operation == null) {
            throw WishException.notFound("there is no operation %s that could be meant".formatted(id));
        }
        return operation;
    }

    /** Under the command's words with dots between them, as all actions are. */
    private static void audit(Connection connection, Actor actor, Operation operation, String what, Map<String, ?> more)
            throws SQLException {
        var details = new LinkedHashMap<String, Object>(more);
        details.put("operation", operation.id());
        AuditTrail.add(
                connection,
                actor,
                operation.kind().replace(' ', '.') + what,
                operation.org(),
                operation.app(),
                details);
    }

    private static @Nullable Operation one(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        List<Operation> found = all(connection, sql, parameters);
        return found.isEmpty() ? null : found.getFirst();
    }

    private static List<Operation> all(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            var operations = new ArrayList<Operation>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Instant finished = time(row, 12);
                    operations.add(new Operation(
                            row.getObject(1, UUID.class),
                            row.getString(2),
                            AdminJson.storedObject(row.getString(3)),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getLong(7),
                            AdminJson.stored(
                                    row.getString(8).equals("{}") ? AdminJson.line(Counts.NONE) : row.getString(8),
                                    Counts.class),
                            row.getString(9),
                            row.getObject(10, OffsetDateTime.class).toInstant(),
                            row.getObject(11, OffsetDateTime.class).toInstant(),
                            finished));
                }
            }
            return operations;
        }
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
