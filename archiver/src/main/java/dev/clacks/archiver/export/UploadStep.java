package dev.clacks.archiver.export;

import dev.clacks.archiver.config.ArchiveSettings;
import dev.clacks.archiver.format.RowFiles;
import dev.clacks.archiver.format.RowSummary;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.run.ArchiveRun;
import dev.clacks.archiver.run.ArchiveRuns;
import dev.clacks.archiver.run.LeafCatalogue;
import dev.clacks.archiver.run.Progress;
import dev.clacks.archiver.run.RunState;
import dev.clacks.archiver.run.Step;
import dev.clacks.archiver.run.Transaction;
import dev.clacks.archiver.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * From uploading to verified: writes the leaf's objects, reads each back and compares it (A2), writes the manifest object,
 * and records it all. Taken again, it writes the same keys anew and removes those that a broken run left beyond them.
 */
public final class UploadStep implements Step {

    private final Connection connection;
    private final ArchiveRuns runs;
    private final ArchiveSettings settings;
    private final ObjectStore store;
    private final RowFiles files;
    private final WorkFolder folder;
    private final Pulse pulse;
    private final Progress progress;

    UploadStep(
            Connection connection,
            ArchiveRuns runs,
            ArchiveSettings settings,
            ObjectStore store,
            RowFiles files,
            WorkFolder folder,
            Pulse pulse,
            Progress progress) {
        this.connection = connection;
        this.runs = runs;
        this.settings = settings;
        this.store = store;
        this.files = files;
        this.folder = folder;
        this.pulse = pulse;
        this.progress = progress;
    }

    @Override
    public ArchiveRun take(ArchiveRun run) throws SQLException, IOException, InterruptedException {
        try {
            Path here = folder.of(run);
            long expected = new LeafCatalogue(connection).count(run.leaf());
            List<StoredObject> objects = Transaction.of(
                    connection,
                    () -> new LeafExport(run, settings, files, store, here, pulse, progress, expected)
                            .export(new LeafRows(connection, settings.fetchRows())));
            removeSurplus(run, objects);
            RowSummary all = objects.stream().map(StoredObject::rows).reduce(RowSummary.NONE, RowSummary::plus);
            if (all.rows() != expected) {
                throw new VerificationException(
                        "%d rows of %s were exported, but it holds %d".formatted(all.rows(), run.leaf(), expected));
            }
            var readBack = new ReadBack(store, files, pulse);
            for (StoredObject object : objects) {
                readBack.compare(object, here);
            }
            if (!objects.isEmpty()) {
                Path manifest = ManifestFile.write(here.resolve("manifest"), run, all, objects);
                store.put(run.keys().manifest(), manifest, "application/json");
            }
            return Transaction.of(connection, () -> {
                new ArchiveFiles(connection).replace(run, objects);
                runs.summed(run, all.rows(), bytes(objects), all.minTimestamp(), all.maxTimestamp(), all.idsDigest());
                return runs.advance(run, RunState.VERIFIED);
            });
        } finally {
            folder.clear(run);
        }
    }

    private void removeSurplus(ArchiveRun run, List<StoredObject> objects) {
        List<String> written = objects.stream().map(StoredObject::key).toList();
        for (String key : store.list(run.keys().prefix())) {
            if (!written.contains(key)) {
                store.delete(key);
            }
        }
    }

    private static long bytes(List<StoredObject> objects) {
        return objects.stream().mapToLong(StoredObject::bytes).sum();
    }
}
