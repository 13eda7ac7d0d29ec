package dev.clacks.archiver.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated text as PostgreSQL's {@code COPY ... CSV HEADER} writes and reads it: NULL is an empty field, an empty
 * text is {@code ""}.
 */
final class CsvRowWriter implements RowWriter {

    private final Writer out;

    CsvRowWriter(Path file) throws IOException {
        out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file), 64 * 1024), UTF_8), 64 * 1024);
        out.write(String.join(",", EventColumns.NAMES));
        out.write('\n');
    }

    @Override
    public void write(ArchivedEvent row) throws IOException {
        text(row.orgId(), ',');
        text(row.appId(), ',');
        plain(row.eventId(), ',');
        plain(row.timestamp(), ',');
        text(row.userId(), ',');
        text(row.sessionId(), ',');
        text(row.eventType(), ',');
        text(row.eventCategory(), ',');
        text(row.eventData(), ',');
        text(row.serviceName(), ',');
        text(row.serviceVersion(), ',');
        text(row.serviceLanguage(), ',');
        text(row.serviceLanguageVersion(), ',');
        text(row.os(), ',');
        text(row.osVersion(), ',');
        text(row.arch(), ',');
        plain(row.ci(), ',');
        text(row.shell(), ',');
        text(row.sdkVersion(), ',');
        text(row.schemaVersion(), ',');
        text(row.extra(), ',');
        plain(row.receivedAt(), ',');
        plain(row.createdAt(), ',');
        plain(row.kafkaTopicId(), ',');
        plain(row.kafkaPartition(), ',');
        plain(row.kafkaOffset(), ',');
        plain(row.retentionDays(), '\n');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void plain(@Nullable Object value, char end) throws IOException {
        if (value != null) {
            out.write(value.toString());
        }
        out.write(end);
    }

    private void text(@Nullable String text, char end) throws IOException {
        if (text != null) {
            if (needsQuotes(text)) {
                out.write('"');
                out.write(text.replace("\"", "\"\""));
                out.write('"');
            } else {
                out.write(text);
            }
        }
        out.write(end);
    }

    /** {@code \.} alone on a line ends the input for older versions of psql. */
    private static boolean needsQuotes(String text) {
        if (text.isEmpty() || text.equals("\\.")) {
            return true;
        }
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' || c == ',' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }
}
