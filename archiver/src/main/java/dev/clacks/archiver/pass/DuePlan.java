package dev.clacks.archiver.pass;

import dev.clacks.archiver.config.ArchiveSettings;
import dev.clacks.archiver.plan.DueLeaves;
import dev.clacks.archiver.plan.Leaf;
import dev.clacks.archiver.plan.LogStartSource;
import dev.clacks.archiver.plan.Origin;
import dev.clacks.archiver.run.ArchiveRun;
import dev.clacks.archiver.run.KafkaHoldings;
import dev.clacks.archiver.run.LeafCatalogue;
import dev.clacks.archiver.run.LeafOrigins;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The leaves past their days, and what keeps some of them.
 *
 * @param ready may be archived now, oldest first
 * @param waiting stay for now
 */
public record DuePlan(List<Leaf> ready, List<Waiting> waiting) {

    /** A leaf that is due and has to stay. */
    public record Waiting(Leaf leaf, String why) {

        @Override
        public String toString() {
            return "%s (%s, %d days) stays: %s".formatted(leaf.name(), leaf.day(), leaf.retentionDays(), why);
        }
    }

    /**
     * Looks at the catalogue, and for each leaf that is due at where its rows came from.
     *
     * @param unfinished the runs that are on their way: a later part of a day waits for the earlier ones, since it has to be
     *     compared with them
     */
    public static DuePlan of(
            Connection connection,
            ArchiveSettings settings,
            LogStartSource kafka,
            List<ArchiveRun> unfinished,
            Instant now)
            throws SQLException, InterruptedException {
        var holdings = new KafkaHoldings(connection, kafka);
        var ready = new ArrayList<Leaf>();
        var waiting = new ArrayList<Waiting>();
        for (Leaf leaf : DueLeaves.of(new LeafCatalogue(connection).attached(), now, settings.afterDays())) {
            if (unfinished.stream().anyMatch(run -> run.leaf().equals(leaf.name()))) {
                continue;
            }
            Optional<String> obstacle = earlierPart(leaf, unfinished);
            if (obstacle.isEmpty() && settings.waitForKafka()) {
                List<Origin> origins = LeafOrigins.of(connection, leaf.name());
                obstacle = holdings.of(origins).obstacle(origins);
            }
            obstacle.ifPresentOrElse(why -> waiting.add(new Waiting(leaf, why)), () -> ready.add(leaf));
        }
        return new DuePlan(ready, waiting);
    }

    private static Optional<String> earlierPart(Leaf leaf, List<ArchiveRun> unfinished) {
        return unfinished.stream()
                .filter(run -> run.day().equals(leaf.day()) && run.retentionDays() == leaf.retentionDays())
                .findFirst()
                .map(run -> "part %d of the day is %s"
                        .formatted(run.part(), run.state().text()));
    }
}
