package dev.clacks.bench.write;

import dev.clacks.bench.lab.CpuTime;
import dev.clacks.bench.lab.LabEvents.LabEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A way, over a connection of its own. */
final class DirectContender implements Contender {

    private final Way way;
    private final boolean synchronousCommit;
    private final Pieces pieces;
    private final int rows;
    private final Connection connection;
    private final long backend;

    /**
     * Nothing is inserted yet.
     *
     * @param rows of each transaction
     * @param connection its alone, closed with it
     */
    DirectContender(Way way, boolean synchronousCommit, Pieces pieces, int rows, Connection connection)
            throws SQLException {
        this.way = way;
        this.synchronousCommit = synchronousCommit;
        this.pieces = pieces;
        this.rows = rows;
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = " + (synchronousCommit ? "on" : "off"));
            try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                this.backend = row.getLong(1);
            }
        }
        connection.setAutoCommit(false);
    }

    @Override
    public String name() {
        return way.name();
    }

    @Override
    public boolean synchronousCommit() {
        return synchronousCommit;
    }

    @Override
    public long store(List<LabEvent> events) throws SQLException {
        List<Piece> made = pieces.of(events, rows);
        long before = CpuTime.ofOnlyThread(backend);
        for (Piece piece : made) {
            way.insert(connection, piece);
            connection.commit();
        }
        return CpuTime.ofOnlyThread(backend) - before;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
