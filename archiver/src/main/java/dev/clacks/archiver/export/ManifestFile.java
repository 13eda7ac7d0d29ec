package dev.clacks.archiver.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clacks.archiver.format.RowSummary;
import dev.clacks.archiver.run.ArchiveRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The manifest of a part as JSON beside its objects: an archive explains itself without the database. */
final class ManifestFile {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ManifestFile() {}

    static Path write(Path file, ArchiveRun run, RowSummary all, List<StoredObject> objects) throws IOException {
        ObjectNode manifest = JSON.createObjectNode()
                .put("run_id", run.runId().toString())
                .put("retention_days", run.retentionDays())
                .put("day", run.day().toString())
                .put("part", run.part())
                .put("format", run.format().suffix());
        describe(manifest, all);
        for (StoredObject object : objects) {
            ObjectNode entry = manifest.withArray("objects")
                    .addObject()
                    .put("key", object.key())
                    .put("bytes", object.bytes())
                    .put("sha256", object.sha256());
            describe(entry, object.rows());
        }
        JSON.writeValue(file.toFile(), manifest);
        return file;
    }

    private static void describe(ObjectNode node, RowSummary rows) {
        node.put("rows", rows.rows())
                .put("min_timestamp", String.valueOf(rows.minTimestamp()))
                .put("max_timestamp", String.valueOf(rows.maxTimestamp()))
                .put("ids_digest", rows.idsDigest())
                .put("rows_digest", rows.rowsDigest());
    }
}
