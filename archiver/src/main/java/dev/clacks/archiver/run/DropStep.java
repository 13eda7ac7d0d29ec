package dev.clacks.archiver.run;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** From verified to done: the manifest's last word and the DROP are one transaction (A3). */
public final class DropStep implements Step {

    private final Connection connection;
    private final ArchiveRuns runs;
    private final Duration lockTimeout;

    public DropStep(Connection connection, ArchiveRuns runs, Duration lockTimeout) {
        this.connection = connection;
        this.runs = runs;
        this.lockTimeout = lockTimeout;
    }

    @Override
    public ArchiveRun take(ArchiveRun run) throws SQLException, IOException, InterruptedException {
        return Transaction.of(connection, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = " + lockTimeout.toMillis());
                statement.execute("DROP TABLE " + run.leaf());
            } catch (SQLException e) {
                if ("55P03".equals(e.getSQLState())) {
                    throw new LeafBusyException(run.leaf(), e);
                }
                throw e;
            }
            return runs.advance(run, RunState.DONE);
        });
    }
}
