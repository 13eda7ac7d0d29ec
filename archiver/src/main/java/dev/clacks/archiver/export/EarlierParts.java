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
import java.nio.file.Files;
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

/**
 * The keys that earlier parts of a leaf's day hold already, read back from the archive into a table of the session. Loading
 * may take long, so it is done outside the transaction that uses them.
 */
final class EarlierParts {

    static final String TABLE = "pg_temp.earlier_keys";

    private static final String PARTS = """
            SELECT r.part, r.state = 'done', f.object_key, encode(f.sha256, 'hex')
            FROM archive_runs r LEFT JOIN archive_files f ON f.run_id = r.run_id
            WHERE r.retention_days = ? AND r.day = ? AND r.part < ? AND r.state <> 'failed' ORDER BY r.part, f.file_no
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

    private record Stored(String key, String sha256) {}

    /**
     * Fills {@value #TABLE}; false when there is nothing to fill it with.
     *
     * @throws IllegalStateException when an earlier part is still on its way: nobody knows yet what it will hold
     * @throws VerificationException when an object is not what the manifest says
     */
    boolean load(ArchiveRun run, Path folder) throws SQLException, IOException {
        List<Stored> objects = objects(run);
        if (objects.isEmpty()) {
            return false;
        }
        execute("DROP TABLE IF EXISTS " + TABLE);
        execute("CREATE TEMPORARY TABLE earlier_keys (org_id text COLLATE \"C\", app_id text COLLATE \"C\","
                + " \"timestamp\" timestamptz, event_id uuid)");
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        Path file = folder.resolve("earlier");
        for (Stored object : objects) {
            pulse.beat();
            store.fetch(object.key, file);
            FileDigest.require(object.key, object.sha256, file);
            try (RowReader<EventKey> keys = files.keys(ArchiveFormat.of(object.key), file)) {
                copy(copy, keys);
            }
            Files.delete(file);
        }
        execute("ANALYZE " + TABLE);
        return true;
    }

    /** Drops the table, in the transaction that is open. */
    void forget() throws SQLException {
        execute("DROP TABLE " + TABLE);
    }

    private List<Stored> objects(ArchiveRun run) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PARTS)) {
            statement.setInt(1, run.retentionDays());
            statement.setObject(2, run.day());
            statement.setInt(3, run.part());
            try (ResultSet rows = statement.executeQuery()) {
                var objects = new ArrayList<Stored>();
                while (rows.next()) {
                    if (!rows.getBoolean(2)) {
                        throw new IllegalStateException(
                                "part %d of the day is not in the archive yet".formatted(rows.getInt(1)));
                    }
                    String key = rows.getString(3);
                    if (key != null) {
                        objects.add(new Stored(key, rows.getString(4)));
                    }
                }
                return objects;
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

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
