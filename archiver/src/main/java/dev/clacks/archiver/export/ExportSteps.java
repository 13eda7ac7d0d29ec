package dev.clacks.archiver.export;

import dev.clacks.archiver.config.ArchiveSettings;
import dev.clacks.archiver.format.RowFiles;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.plan.LogStartSource;
import dev.clacks.archiver.run.ArchiveRuns;
import dev.clacks.archiver.run.KafkaHoldings;
import dev.clacks.archiver.run.Progress;
import dev.clacks.archiver.run.Step;
import dev.clacks.archiver.store.ObjectStore;
import java.nio.file.Path;
import java.sql.Connection;

/** Puts the steps of an export together. */
public record ExportSteps(
        ArchiveSettings settings, ObjectStore store, LogStartSource kafka, Pulse pulse, Progress progress) {

    /** From detached to uploading. */
    public Step settle(Connection connection, ArchiveRuns runs) {
        return new SettleStep(
                connection,
                runs,
                settings.waitForKafka() ? new HeldRows(connection, new KafkaHoldings(connection, kafka)) : null,
                new EarlierParts(connection, store, files(), pulse),
                folder());
    }

    /** From uploading to verified. */
    public Step upload(Connection connection, ArchiveRuns runs) {
        return new UploadStep(
                connection, runs, settings, new LockedStore(store, connection), files(), folder(), pulse, progress);
    }

    private RowFiles files() {
        return new RowFiles(settings.rowGroupSize().toBytes());
    }

    private WorkFolder folder() {
        return new WorkFolder(Path.of(settings.directory()));
    }
}
