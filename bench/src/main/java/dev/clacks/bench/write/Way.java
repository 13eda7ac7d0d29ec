package dev.clacks.bench.write;

import java.sql.Connection;
import java.sql.SQLException;

/** One way to get rows into {@code events}. */
interface Way {

    /** A few words for the table. */
    String name();

    /** Inserts them in the transaction that the caller has begun. */
    void insert(Connection connection, Piece piece) throws SQLException;
}
