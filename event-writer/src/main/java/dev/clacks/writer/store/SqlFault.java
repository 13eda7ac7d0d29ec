package dev.clacks.writer.store;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a failed statement means, by its SQLSTATE: the one table of it.
 *
 * <table>
 * <caption>SQLSTATE to kind</caption>
 * <tr><th>SQLSTATE</th><th>kind</th></tr>
 * <tr><td>22xxx, 23502, 23514 with a constraint's name, 54xxx</td><td>{@link Kind#RECORD}</td></tr>
 * <tr><td>23505</td><td>{@link Kind#DUPLICATE}</td></tr>
 * <tr><td>23514 without one</td><td>{@link Kind#MISSING_PARTITION}</td></tr>
 * <tr><td>40xxx</td><td>{@link Kind#CONFLICT}</td></tr>
 * <tr><td>55xxx, 42P07, 42P17</td><td>{@link Kind#BUSY}</td></tr>
 * <tr><td>08, 53, 57, 58, 25, 26000, 0A000, XX, time-outs, a broken connection</td><td>{@link Kind#DATABASE}</td></tr>
 * <tr><td>anything else, such as 42xxx and 28xxx</td><td>{@link Kind#BROKEN}</td></tr>
 * </table>
 *
 * @param kind what to do about it
 * @param state the SQLSTATE; empty where there is none
 * @param constraint the constraint that was violated; empty where none is named
 * @param summary state, constraint and the server's primary message, cut; detail lines, which quote values, left out
 */
public record SqlFault(Kind kind, String state, String constraint, String summary) {

    /** What to do about a fault. */
    public enum Kind {
        /** The row's fault: set it aside and store its neighbours. */
        RECORD,
        /** The row is there already. */
        DUPLICATE,
        /** No partition takes the row: have it made, try again. */
        MISSING_PARTITION,
        /** A deadlock or a serialisation failure: try again at once. */
        CONFLICT,
        /** A lock, or a partition just being attached or detached: this partition waits, others go on. */
        BUSY,
        /** The database or the way to it: everybody waits, on a new connection. */
        DATABASE,
        /** A missing right, table or column: people must act. */
        BROKEN
    }

    /** Classifies a failure of JDBC. */
    public static SqlFault of(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        @Nullable ServerErrorMessage server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
        String constraint = server == null || server.getConstraint() == null ? "" : server.getConstraint();
        String message = server == null || server.getMessage() == null ? e.getMessage() : server.getMessage();
        return new SqlFault(
                kind(state, constraint, e), state, constraint, summary(state, constraint, String.valueOf(message)));
    }

    private static Kind kind(String state, String constraint, SQLException e) {
        if (state.length() != 5) {
            return causedByIo(e) ? Kind.DATABASE : Kind.BROKEN;
        }
        return switch (state) {
            case "23505" -> Kind.DUPLICATE;
            case "23502" -> Kind.RECORD;
            case "23514" -> constraint.isEmpty() ? Kind.MISSING_PARTITION : Kind.RECORD;
            case "42P07", "42P17" -> Kind.BUSY;
            case "26000", "0A000" -> Kind.DATABASE;
            default ->
                switch (state.substring(0, 2)) {
                    case "22", "54" -> Kind.RECORD;
                    case "40" -> Kind.CONFLICT;
                    case "55" -> Kind.BUSY;
                    case "08", "53", "57", "58", "25", "XX" -> Kind.DATABASE;
                    default -> Kind.BROKEN;
                };
        };
    }

    private static boolean causedByIo(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return e instanceof java.sql.SQLTimeoutException || e instanceof java.sql.SQLTransientException;
    }

    private static String summary(String state, String constraint, String message) {
        String line = message.lines().findFirst().orElse("");
        String cut = line.length() <= 200 ? line : line.substring(0, 200) + "...";
        return (state.isEmpty() ? "" : state + " ") + (constraint.isEmpty() ? "" : "(" + constraint + ") ") + cut;
    }
}
