package dev.clacks.archiver.export;

import dev.clacks.archiver.format.ArchiveFormat;
import dev.clacks.archiver.format.EventKey;
import dev.clacks.archiver.format.RowFiles;
import dev.clacks.archiver.format.RowReader;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.run.ArchiveRun;
import dev.clacks.archiver.store.ObjectStore;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The keys that earlier parts of a leaf's day hold already, read back from the archive into a table of the transaction. */
final class EarlierParts {

    static final String TABLE = "pg_temp.earlier_keys";

    private static final String OBJECTS = """
            SELECT f.object_key, encode(f.sha256, 'hex') FROM archive_files f JOIN archive_runs r ON r.run_id = f.run_id
            WHERE r.state = 'done' AND f.retention_days = ? AND f.day = ? AND f.run_id <> ? ORDER BY f.part, f.file_no
            """;
    private static final int KEYS_AT_ONCE = 2_000;

    private final Connection connection;
    private final ObjectStore store;
    private final RowFiles files;
    private final Pulse pulse;

    EarlierParts(Connection connection, ObjectStore store, RowFiles files, Pulse pulse) {
        this.connection = connection;
        this.store = store;
        this.files = files;
        this.pulse = pulse;
    }

    private record Part(String key, String sha256) {}

    /**
     * Fills {@value #TABLE}; false when there are none. The table goes with the transaction.
     *
     * @throws VerificationException when an object is not what the manifest says
     */
    boolean load(ArchiveRun run, Path folder) throws SQLException, IOException {
        List<Part> parts = parts(run);
        if (parts.isEmpty()) {
            return false;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TEMPORARY TABLE earlier_keys (org_id text COLLATE \"C\", app_id text COLLATE \"C\","
                            + " \"timestamp\" timestamptz, event_id uuid) ON COMMIT DROP");
        }
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        for (Part part : parts) {
            pulse.beat();
            Path file = folder.resolve("earlier");
            store.fetch(part.key, file);
            FileDigest.require(part.key, part.sha256, file);
            try (RowReader<EventKey> keys = files.keys(ArchiveFormat.of(part.key), file)) {
                copy(copy, keys);
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE " + TABLE);
        }
        return true;
    }

    private List<Part> parts(ArchiveRun run) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OBJECTS)) {
            statement.setInt(1, run.retentionDays());
            statement.setObject(2, run.day());
            statement.setObject(3, run.runId());
            try (ResultSet rows = statement.executeQuery()) {
                var parts = new ArrayList<Part>();
                while (rows.next()) {
                    parts.add(new Part(rows.getString(1), rows.getString(2)));
                }
                return parts;
            }
        }
    }

    /** Ids hold nothing that COPY's text format would have to escape (protocol: letters, digits, dot, underscore, hyphen). */
    private void copy(CopyManager copy, RowReader<EventKey> keys) throws IOException, SQLException {
        @Nullable EventKey key = keys.next();
        while (key != null) {
            pulse.beat();
            var lines = new StringBuilder(KEYS_AT_ONCE * 100);
            for (int n = 0; n < KEYS_AT_ONCE && key != null; n++, key = keys.next()) {
                lines.append(key.orgId()).append('\t');
                lines.append(key.appId()).append('\t');
                lines.append(key.timestamp()).append('\t');
                lines.append(key.eventId()).append('\n');
            }
            copy.copyIn("COPY " + TABLE + " FROM STDIN", new StringReader(lines.toString()));
        }
    }
}
