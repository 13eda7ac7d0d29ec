package dev.clacks.archiver.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads what {@link CsvRowWriter} wrote. */
final class CsvRowReader implements RowReader<ArchivedEvent> {

    private final Reader in;
    private final CsvFields lines;

    CsvRowReader(Path file) throws IOException {
        in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file), 64 * 1024), UTF_8), 64 * 1024);
        lines = new CsvFields(in);
        List<@Nullable String> header = lines.next();
        if (header == null || !header.equals(EventColumns.NAMES)) {
            in.close();
            throw new IOException("the header is not that of archived events: " + header);
        }
    }

    @Override
    public @Nullable ArchivedEvent next() throws IOException {
        List<@Nullable String> fields = lines.next();
        if (fields == null) {
            return null;
        }
        if (fields.size() != EventColumns.NAMES.size()) {
            throw new IOException(
                    "a line has %d fields instead of %d".formatted(fields.size(), EventColumns.NAMES.size()));
        }
        return new Line(fields).row();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Takes a line's fields one after the other. */
    private static final class Line {
        private final List<@Nullable String> fields;
        private int at;

        Line(List<@Nullable String> fields) {
            this.fields = fields;
        }

        ArchivedEvent row() throws IOException {
            return new ArchivedEvent(
                    required(),
                    required(),
                    UUID.fromString(required()),
                    Instant.parse(required()),
                    required(),
                    text(),
                    required(),
                    text(),
                    required(),
                    required(),
                    required(),
                    text(),
                    text(),
                    text(),
                    text(),
                    text(),
                    bool(text()),
                    text(),
                    text(),
                    required(),
                    text(),
                    Instant.parse(required()),
                    Instant.parse(required()),
                    uuid(text()),
                    integer(text()),
                    number(text()),
                    Integer.parseInt(required()));
        }

        private @Nullable String text() {
            return fields.get(at++);
        }

        private String required() throws IOException {
            String text = text();
            if (text == null) {
                throw new IOException("column " + EventColumns.NAMES.get(at - 1) + " is empty");
            }
            return text;
        }

        private static @Nullable Boolean bool(@Nullable String text) {
            return text == null ? null : Boolean.valueOf(text);
        }

        private static @Nullable UUID uuid(@Nullable String text) {
            return text == null ? null : UUID.fromString(text);
        }

        private static @Nullable Integer integer(@Nullable String text) {
            return text == null ? null : Integer.valueOf(text);
        }

        private static @Nullable Long number(@Nullable String text) {
            return text == null ? null : Long.valueOf(text);
        }
    }
}
