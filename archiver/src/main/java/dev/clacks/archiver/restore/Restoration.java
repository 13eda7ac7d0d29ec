package dev.clacks.archiver.restore;

import dev.clacks.archiver.config.ArchiveSettings;
import dev.clacks.archiver.export.FileDigest;
import dev.clacks.archiver.format.ArchiveFormat;
import dev.clacks.archiver.format.ArchivedEvent;
import dev.clacks.archiver.format.RowFiles;
import dev.clacks.archiver.format.RowReader;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.run.Progress;
import dev.clacks.archiver.run.Transaction;
import dev.clacks.archiver.store.ObjectStore;
import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AuditTrail;
import dev.clacks.common.app.UserErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Restores days: all of it and its row in {@code audit_log} in one transaction, so a restoration that breaks off leaves nothing.
 * For one thread.
 */
public final class Restoration {

    private static final String OBJECTS = """
            SELECT f.object_key, f.rows, encode(f.sha256, 'hex') FROM archive_files f JOIN archive_runs r ON r.run_id = f.run_id
            WHERE r.state = 'done' AND f.day BETWEEN ? AND ? ORDER BY f.day, f.retention_days, f.part, f.file_no
            """;
    private final Connection connection;
    private final ObjectStore store;
    private final ArchiveSettings settings;
    private final Pulse pulse;
    private final Progress progress;

    public Restoration(
            Connection connection, ObjectStore store, ArchiveSettings settings, Pulse pulse, Progress progress) {
        this.connection = connection;
        this.store = store;
        this.settings = settings;
        this.pulse = pulse;
        this.progress = progress;
    }

    private record Archived(String key, long rows, String sha256) {}

    /** Says what would be restored. */
    public void describe(LocalDate from, LocalDate to) throws SQLException {
        List<Archived> objects = objects(from, to);
        objects.forEach(object -> progress.say("would read %s, %,d rows".formatted(object.key, object.rows)));
        progress.say("%,d rows in %d objects"
                .formatted(objects.stream().mapToLong(Archived::rows).sum(), objects.size()));
    }

    /**
     * Makes the table and fills it; what a tombstone covers is left out.
     *
     * @param actor who wants people's events back, for {@code audit_log}
     * @throws UserErrorException when there is such a table already, or nothing archived of those days
     */
    public void restore(Actor actor, LocalDate from, LocalDate to, RestoreTarget target)
            throws SQLException, IOException, InterruptedException {
        List<Archived> objects = objects(from, to);
        if (objects.isEmpty()) {
            throw new UserErrorException(
                    "nothing is archived of %s to %s; archiver list shows what is".formatted(from, to));
        }
        Path folder = Files.createTempDirectory(Path.of(settings.directory()), "clacks-restore-");
        Path file = folder.resolve("object");
        try {
            long rows = objects.stream().mapToLong(Archived::rows).sum();
            long erased = Transaction.of(connection, () -> {
                create(target);
                for (Archived object : objects) {
                    progress.say("Reading " + object.key);
                    store.fetch(object.key, file);
                    FileDigest.require(object.key, object.sha256, file);
                    fill(target, object, file);
                }
                long gone = erase(target);
                AuditTrail.add(
                        connection,
                        actor,
                        "restore",
                        null,
                        null,
                        Map.of(
                                "from", from.toString(),
                                "to", to.toString(),
                                "table", target.name(),
                                "rows", rows - gone,
                                "erased", gone));
                return gone;
            });
            progress.say("Restored %,d rows into %s; %,d were erased since and left out."
                    .formatted(rows - erased, target.name(), erased));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private List<Archived> objects(LocalDate from, LocalDate to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OBJECTS)) {
            statement.setObject(1, from);
            statement.setObject(2, to);
            try (ResultSet rows = statement.executeQuery()) {
                var objects = new ArrayList<Archived>();
                while (rows.next()) {
                    objects.add(new Archived(rows.getString(1), rows.getLong(2), rows.getString(3)));
                }
                return objects;
            }
        }
    }

    private void create(RestoreTarget target) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE %s (LIKE events INCLUDING STORAGE INCLUDING COMPRESSION)".formatted(target.name()));
            statement.execute(handOver(target));
        } catch (SQLException e) {
            if ("42P07".equals(e.getSQLState())) {
                throw new UserErrorException(
                        "there is a table %s already: choose another name or drop it".formatted(target.name()));
            }
            throw e;
        }
    }

    /** The database's owner reads and drops it as well, since both are members of the role that owns the partitions. */
    private static String handOver(RestoreTarget target) {
        return """
                DO $$ BEGIN
                    IF to_regrole('clacks_partitions') IS NOT NULL AND pg_has_role('clacks_partitions', 'SET') THEN
                        ALTER TABLE %s OWNER TO clacks_partitions;
                    END IF;
                END $$
                """.formatted(target.name());
    }

    private void fill(RestoreTarget target, Archived object, Path file) throws SQLException, IOException {
        long done = 0;
        try (var insert = new RestoredRows(connection, target);
                RowReader<ArchivedEvent> rows =
                        new RowFiles(settings.rowGroupSize().toBytes()).reader(ArchiveFormat.of(object.key), file)) {
            for (@Nullable ArchivedEvent row = rows.next(); row != null; row = rows.next()) {
                insert.add(row);
                pulse.beat();
                progress.rows(++done, object.rows);
            }
        }
        if (done != object.rows) {
            throw new IOException(
                    "object %s holds %d rows, the manifest says %d".formatted(object.key, done, object.rows));
        }
    }

    private long erase(RestoreTarget target) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate("""
                    DELETE FROM %s l USING tombstones t
                    WHERE l.app_id = t.app_id AND l.org_id = t.org_id AND (t.user_id IS NULL OR l.user_id = t.user_id)
                      AND l.received_at < t.received_before
                    """.formatted(target.name()));
        }
    }
}
