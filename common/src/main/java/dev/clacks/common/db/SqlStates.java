package dev.clacks.common.db;

/** SQLSTATEs that more than one service tells apart. */
public final class SqlStates {

    /** A statement that took longer than {@code statement_timeout}, or that somebody cancelled. */
    public static final String TOOK_TOO_LONG = "57014";

    private SqlStates() {}
}
