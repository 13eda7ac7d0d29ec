package dev.clacks.archiver.upkeep;

import dev.clacks.archiver.plan.DueLeaves;
import dev.clacks.archiver.plan.Leaf;
import dev.clacks.archiver.run.ArchiveRun;
import dev.clacks.archiver.run.ArchiveRuns;
import dev.clacks.archiver.run.LeafCatalogue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What should be in the archive and is not, whatever keeps it: Kafka, the bucket, a fault.
 *
 * @param leaves how many
 * @param since when the first of them became due; empty when there is none
 */
record Backlog(int leaves, Optional<Instant> since) {

    /** @param afterDays counts instead of the classes' days; null: the classes' */
    static Backlog of(Connection connection, @Nullable Integer afterDays, Instant now) throws SQLException {
        List<ArchiveRun> unfinished = new ArchiveRuns(connection).unfinished();
        List<Leaf> due = DueLeaves.of(new LeafCatalogue(connection).attached(), now, afterDays).stream()
                .filter(leaf -> unfinished.stream().noneMatch(run -> run.leaf().equals(leaf.name())))
                .toList();
        return new Backlog(
                due.size() + unfinished.size(),
                Stream.concat(
                                due.stream().map(leaf -> DueLeaves.dueAt(leaf, afterDays)),
                                unfinished.stream().map(run -> run.dueAt(afterDays)))
                        .min(Instant::compareTo));
    }
}
