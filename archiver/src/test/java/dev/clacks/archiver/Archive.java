package dev.clacks.archiver;

import dev.clacks.archiver.format.ArchiveFormat;
import dev.clacks.archiver.format.ArchivedEvent;
import dev.clacks.archiver.format.RowFiles;
import dev.clacks.archiver.format.RowReader;
import dev.clacks.archiver.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What is in the archive, by its manifest and by the objects themselves. */
public record Archive(EventTables tables, ObjectStore store) {

    /** The keys that the manifest names of runs that are done. */
    public List<String> keys() throws SQLException {
        return tables.texts("""
                SELECT object_key FROM archive_files JOIN archive_runs r USING (run_id) WHERE r.state = 'done'
                ORDER BY r.day, r.retention_days, r.part, file_no
                """);
    }

    /** All rows of those objects, in their order. */
    public List<ArchivedEvent> rows() throws SQLException, IOException {
        var rows = new ArrayList<ArchivedEvent>();
        for (String key : keys()) {
            rows.addAll(rows(key));
        }
        return rows;
    }

    /** The rows of one object. */
    public List<ArchivedEvent> rows(String key) throws IOException {
        Path file = Files.createTempFile("archive-", ".object");
        store.fetch(key, file);
        try (RowReader<ArchivedEvent> reader = new RowFiles(1024 * 1024).reader(ArchiveFormat.of(key), file)) {
            var rows = new ArrayList<ArchivedEvent>();
            for (ArchivedEvent row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
            return rows;
        } finally {
            Files.delete(file);
        }
    }

    /** The ids of all rows, each as often as it is there. */
    public List<UUID> ids() throws SQLException, IOException {
        return rows().stream().map(ArchivedEvent::eventId).toList();
    }

    /** The keys of objects with rows that are in the bucket, whether the manifest knows them or not. */
    public List<String> bucketKeys() {
        return store.list("events/").stream()
                .filter(key -> !key.endsWith(".json"))
                .toList();
    }
}
