package dev.clacks.archiver.pass;

import dev.clacks.archiver.config.ArchiveSettings;
import dev.clacks.archiver.plan.DueLeaves;
import dev.clacks.archiver.plan.Leaf;
import dev.clacks.archiver.plan.LogStartSource;
import dev.clacks.archiver.plan.Origin;
import dev.clacks.archiver.run.LeafCatalogue;
import dev.clacks.archiver.run.LeafOrigins;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /** Looks at the catalogue, and for each leaf that is due at where its rows came from. */
    public static DuePlan of(Connection connection, ArchiveSettings settings, LogStartSource kafka, Instant now)
            throws SQLException, InterruptedException {
        List<Leaf> due = DueLeaves.of(new LeafCatalogue(connection).attached(), now, settings.afterDays());
        if (!settings.waitForKafka()) {
            return new DuePlan(due, List.of());
        }
        var ready = new ArrayList<Leaf>();
        var waiting = new ArrayList<Waiting>();
        for (Leaf leaf : due) {
            List<Origin> origins = LeafOrigins.of(connection, leaf.name());
            Optional<String> obstacle = kafka.of(
                            origins.stream().map(Origin::topicId).collect(Collectors.toSet()))
                    .obstacle(origins);
            obstacle.ifPresentOrElse(why -> waiting.add(new Waiting(leaf, why)), () -> ready.add(leaf));
        }
        return new DuePlan(ready, waiting);
    }
}
