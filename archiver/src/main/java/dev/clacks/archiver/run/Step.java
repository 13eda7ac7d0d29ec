package dev.clacks.archiver.run;

import java.io.IOException;
import java.sql.SQLException;

/**
 * Takes a run from one state to the next. A step that dies anywhere leaves a run that the same step, taken again from the
 * beginning, brings to the same end.
 */
@FunctionalInterface
public interface Step {
    ArchiveRun take(ArchiveRun run) throws SQLException, IOException, InterruptedException;
}
