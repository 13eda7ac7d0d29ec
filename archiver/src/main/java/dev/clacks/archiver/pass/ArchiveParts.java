package dev.clacks.archiver.pass;

import dev.clacks.archiver.config.ArchiveSettings;
import dev.clacks.archiver.export.ExportSteps;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.plan.LogStartSource;
import dev.clacks.archiver.run.ArchiveRuns;
import dev.clacks.archiver.run.DetachStep;
import dev.clacks.archiver.run.Detachment;
import dev.clacks.archiver.run.DropStep;
import dev.clacks.archiver.run.LeafCatalogue;
import dev.clacks.archiver.run.Progress;
import dev.clacks.archiver.run.RunState;
import dev.clacks.archiver.run.Step;
import dev.clacks.archiver.store.ObjectStore;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a pass is made of, but for its database session.
 *
 * @param settings the node {@code archive}
 * @param store the bucket
 * @param kafka says what Kafka still holds
 * @param pulse beats with all work done, and ends it
 * @param progress is told what happens
 * @param clock tells which leaves are due
 */
public record ArchiveParts(
        ArchiveSettings settings,
        ObjectStore store,
        LogStartSource kafka,
        Pulse pulse,
        Progress progress,
        InstantSource clock) {

    /** From each state the step that leads on. */
    Map<RunState, Step> steps(Connection connection, ArchiveRuns runs) {
        Duration lockTimeout = settings.lockTimeout().toJavaDuration();
        var export = new ExportSteps(settings, store, kafka, pulse, progress);
        return Map.of(
                RunState.PLANNED,
                new DetachStep(new LeafCatalogue(connection), new Detachment(connection, lockTimeout, pulse), runs),
                RunState.DETACHED,
                export.settle(connection, runs),
                RunState.UPLOADING,
                export.upload(connection, runs),
                RunState.VERIFIED,
                new DropStep(connection, runs, lockTimeout));
    }
}
