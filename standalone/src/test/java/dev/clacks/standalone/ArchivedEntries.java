package dev.clacks.standalone;

import dev.clacks.archiver.format.ArchiveFormat;
import dev.clacks.archiver.format.EventKey;
import dev.clacks.archiver.format.RowFiles;
import dev.clacks.archiver.format.RowReader;
import dev.clacks.testkit.ledger.LedgerEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads what a pipeline's archive holds from the files in which its S3 server keeps the objects. */
final class ArchivedEntries {

    private static final String KEYS =
            "SELECT object_key FROM archive_files JOIN archive_runs r USING (run_id) WHERE r.state = 'done'";

    private final Pipeline pipeline;

    ArchivedEntries(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** The rows of all objects of finished runs, an entry a row. */
    List<LedgerEntry> read() throws SQLException, IOException {
        var entries = new ArrayList<LedgerEntry>();
        try (Connection connection = pipeline.database();
                Statement statement = connection.createStatement();
                ResultSet keys = statement.executeQuery(KEYS)) {
            while (keys.next()) {
                read(keys.getString(1), entries);
            }
        }
        return entries;
    }

    private void read(String key, List<LedgerEntry> into) throws IOException {
        try (RowReader<EventKey> rows = new RowFiles(1 << 20).keys(ArchiveFormat.of(key), file(key))) {
            for (EventKey row = rows.next(); row != null; row = rows.next()) {
                into.add(new LedgerEntry(
                        row.orgId(),
                        row.appId(),
                        row.eventId(),
                        ChronoUnit.MICROS.between(Instant.EPOCH, row.timestamp())));
            }
        }
    }

    private Path file(String key) throws IOException {
        try (Stream<Path> files = Files.walk(pipeline.data().resolve("s3"))) {
            return files.filter(file -> file.endsWith(key))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the archive has no object " + key));
        }
    }
}
