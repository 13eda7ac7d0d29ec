package dev.clacks.archiver.format;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens files of either format.
 *
 * @param rowGroupBytes how much a Parquet row group may hold before it is written out; the writer holds one in memory
 */
public record RowFiles(long rowGroupBytes) {

    public RowWriter writer(ArchiveFormat format, Path file) throws IOException {
        return switch (format) {
            case PARQUET -> ParquetRows.writer(file, rowGroupBytes);
            case CSV_GZ -> new CsvRowWriter(file);
        };
    }

    public RowReader<ArchivedEvent> reader(ArchiveFormat format, Path file) throws IOException {
        return switch (format) {
            case PARQUET -> ParquetRows.reader(file, ArchivedEvent.class);
            case CSV_GZ -> new CsvRowReader(file);
        };
    }

    /** Only the rows' keys: far less to read from Parquet. */
    public RowReader<EventKey> keys(ArchiveFormat format, Path file) throws IOException {
        return switch (format) {
            case PARQUET -> ParquetRows.reader(file, EventKey.class);
            case CSV_GZ -> keysOf(new CsvRowReader(file));
        };
    }

    private static RowReader<EventKey> keysOf(RowReader<ArchivedEvent> rows) {
        return new RowReader<>() {
            @Override
            public @org.jspecify.annotations.Nullable EventKey next() throws IOException {
                ArchivedEvent row = rows.next();
                return row == null ? null : row.key();
            }

            @Override
            public void close() throws IOException {
                rows.close();
            }
        };
    }
}
