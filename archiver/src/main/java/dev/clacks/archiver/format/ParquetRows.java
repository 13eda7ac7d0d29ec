package dev.clacks.archiver.format;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.CloseableIterator;
import com.jerolba.carpet.ColumnNamingStrategy;
import com.jerolba.carpet.FieldMatchingStrategy;
import com.jerolba.carpet.TimeUnit;
import com.jerolba.carpet.io.FileSystemInputFile;
import com.jerolba.carpet.io.FileSystemOutputFile;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Parquet files: snake-case columns, times in microseconds UTC, ids as UUID, JSON texts marked as JSON, Zstandard. */
final class ParquetRows {

    private static final int PAGE_BYTES = 256 * 1024;

    private ParquetRows() {}

    static RowWriter writer(Path file, long rowGroupBytes) throws IOException {
        var writer = new CarpetWriter.Builder<>(new FileSystemOutputFile(file.toFile()), ArchivedEvent.class)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withColumnNamingStrategy(ColumnNamingStrategy.SNAKE_CASE)
                .withDefaultTimeUnit(TimeUnit.MICROS)
                .withRowGroupSize(rowGroupBytes)
                .withPageSize(PAGE_BYTES)
                .withPageWriteChecksumEnabled(true)
                .build();
        return new RowWriter() {
            @Override
            public void write(ArchivedEvent row) throws IOException {
                writer.write(row);
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }

    /** Reads the columns that the record type names. */
    static <T> RowReader<T> reader(Path file, Class<T> type) {
        CloseableIterator<T> rows = new CarpetReader<>(new FileSystemInputFile(file.toFile()), type)
                .withFieldMatchingStrategy(FieldMatchingStrategy.SNAKE_CASE)
                .iterator();
        return new RowReader<>() {
            @Override
            public @Nullable T next() {
                return rows.hasNext() ? rows.next() : null;
            }

            @Override
            public void close() throws IOException {
                rows.close();
            }
        };
    }
}
