package dev.clacks.archiver.export;

import dev.clacks.archiver.run.ArchiveRun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code archive_files}. */
final class ArchiveFiles {

    private static final String INSERT = """
            INSERT INTO archive_files (run_id, file_no, object_key, retention_days, day, part, rows, bytes, sha256, ids_digest,
                                       min_timestamp, max_timestamp, verified_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp())
            """;

    private final Connection connection;

    ArchiveFiles(Connection connection) {
        this.connection = connection;
    }

    /** The run's objects are these, read back just now, and no others. */
    void replace(ArchiveRun run, List<StoredObject> objects) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM archive_files WHERE run_id = ?")) {
            delete.setObject(1, run.runId());
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (StoredObject object : objects) {
                insert.setObject(1, run.runId());
                insert.setInt(2, object.number());
                insert.setString(3, object.key());
                insert.setInt(4, run.retentionDays());
                insert.setObject(5, run.day());
                insert.setInt(6, run.part());
                insert.setLong(7, object.rows().rows());
                insert.setLong(8, object.bytes());
                insert.setBytes(9, HexFormat.of().parseHex(object.sha256()));
                insert.setBytes(10, HexFormat.of().parseHex(object.rows().idsDigest()));
                insert.setObject(11, time(object.rows().minTimestamp()));
                insert.setObject(12, time(object.rows().maxTimestamp()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
