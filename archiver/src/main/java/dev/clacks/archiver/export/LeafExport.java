package dev.clacks.archiver.export;

import dev.clacks.archiver.config.ArchiveSettings;
import dev.clacks.archiver.format.RowFiles;
import dev.clacks.archiver.format.RowSummary;
import dev.clacks.archiver.format.RowWriter;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.run.ArchiveRun;
import dev.clacks.archiver.run.Progress;
import dev.clacks.archiver.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a leaf's rows into objects, one after the other, each on disk before it is sent. For one run and one thread. */
final class LeafExport {

    /** How often the file's size is looked at, and the process shows that it lives. */
    private static final int ROWS_BETWEEN_LOOKS = 1_000;

    private final ArchiveRun run;
    private final ArchiveSettings settings;
    private final RowFiles files;
    private final ObjectStore store;
    private final Path file;
    private final Pulse pulse;
    private final Progress progress;
    private final long allRows;
    private final List<StoredObject> objects = new ArrayList<>();
    private @Nullable RowWriter writer;
    private RowSummary.Builder summary = new RowSummary.Builder();
    private long done;

    LeafExport(
            ArchiveRun run,
            ArchiveSettings settings,
            RowFiles files,
            ObjectStore store,
            Path folder,
            Pulse pulse,
            Progress progress,
            long allRows) {
        this.run = run;
        this.settings = settings;
        this.files = files;
        this.store = store;
        this.file = folder.resolve("object");
        this.pulse = pulse;
        this.progress = progress;
        this.allRows = allRows;
    }

    /** What was written, in order. */
    List<StoredObject> export(LeafRows rows) throws SQLException, IOException {
        try {
            rows.forEach(run.leaf(), row -> {
                RowWriter open = writer == null ? open() : writer;
                open.write(row);
                summary.add(row);
                done++;
                if (done % ROWS_BETWEEN_LOOKS == 0) {
                    pulse.beat();
                    progress.rows(done, allRows);
                }
                if (full()) {
                    send();
                }
            });
            if (writer != null) {
                send();
            }
            progress.rows(done, allRows);
            return objects;
        } finally {
            if (writer != null) {
                writer.close();
            }
        }
    }

    private RowWriter open() throws IOException {
        Files.deleteIfExists(file);
        summary = new RowSummary.Builder();
        RowWriter opened = files.writer(run.format(), file);
        writer = opened;
        return opened;
    }

    private boolean full() throws IOException {
        return summary.rows() >= settings.objectRows()
                || (summary.rows() % ROWS_BETWEEN_LOOKS == 0
                        && Files.size(file) >= settings.objectSize().toBytes());
    }

    private void send() throws IOException {
        if (writer != null) {
            writer.close();
            writer = null;
        }
        int number = objects.size() + 1;
        String key = run.keys().object(number, run.format());
        pulse.beat();
        store.put(key, file, run.format().contentType());
        objects.add(new StoredObject(number, key, Files.size(file), FileDigest.of(file), summary.build()));
        Files.delete(file);
    }
}
