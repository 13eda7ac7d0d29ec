package dev.clacks.archiver.export;

import dev.clacks.archiver.format.ArchiveFormat;
import dev.clacks.archiver.format.ArchivedEvent;
import dev.clacks.archiver.format.RowFiles;
import dev.clacks.archiver.format.RowReader;
import dev.clacks.archiver.format.RowSummary;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads objects back from the store and compares them, to the last column of the last row, with what was to be written. */
final class ReadBack {

    private static final int ROWS_BETWEEN_BEATS = 1_000;

    private final ObjectStore store;
    private final RowFiles files;
    private final Pulse pulse;

    ReadBack(ObjectStore store, RowFiles files, Pulse pulse) {
        this.store = store;
        this.files = files;
        this.pulse = pulse;
    }

    /** @throws VerificationException when the object differs in anything */
    void compare(StoredObject object, Path folder) throws IOException {
        Path file = folder.resolve("read-back");
        pulse.beat();
        store.fetch(object.key(), file);
        FileDigest.require(object.key(), object.sha256(), file);
        RowSummary found = summary(ArchiveFormat.of(object.key()), file);
        if (!found.equals(object.rows())) {
            throw new VerificationException(
                    "object %s reads as %s, but %s was written".formatted(object.key(), found, object.rows()));
        }
        Files.delete(file);
    }

    private RowSummary summary(ArchiveFormat format, Path file) throws IOException {
        var summary = new RowSummary.Builder();
        try (RowReader<ArchivedEvent> rows = files.reader(format, file)) {
            for (@Nullable ArchivedEvent row = rows.next(); row != null; row = rows.next()) {
                summary.add(row);
                if (summary.rows() % ROWS_BETWEEN_BEATS == 0) {
                    pulse.beat();
                }
            }
        }
        return summary.build();
    }
}
