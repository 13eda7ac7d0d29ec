package dev.clacks.archiver.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowFilesTest {

    private static final Instant TIME = Instant.parse("2026-01-10T23:59:59.999999Z");

    @TempDir
    private Path folder;

    private static ArchivedEvent row(String text, boolean sparse) {
        return new ArchivedEvent(
                "org",
                "app",
                UUID.nameUUIDFromBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                TIME,
                text,
                sparse ? null : "",
                text,
                sparse ? null : text,
                "{\"a\": \"" + "x".repeat(10) + "\"}",
                "service",
                "1.0",
                sparse ? null : "rust",
                sparse ? null : "1.75",
                sparse ? null : "linux",
                sparse ? null : "6.5",
                sparse ? null : "x86_64",
                sparse ? null : Boolean.TRUE,
                sparse ? null : "bash",
                sparse ? null : "sdk",
                "1.0.0",
                sparse ? null : "{\"b\": [1, 2.50, null]}",
                TIME.plusSeconds(5),
                TIME.plusSeconds(6),
                sparse ? null : UUID.randomUUID(),
                sparse ? null : (Integer) 3,
                sparse ? null : (Long) Long.MAX_VALUE,
                30);
    }

    @ParameterizedTest
    @EnumSource(ArchiveFormat.class)
    void everyRowIsReadAsItWasWritten(ArchiveFormat format) throws IOException {
        var files = new RowFiles(1 << 20);
        List<ArchivedEvent> written = List.of(
                row("plain", false),
                row("sparse", true),
                row("comma, \"quotes\"\r\nand lines", false),
                row("\\.", false),
                row("Ünïcode 🐘", false));
        Path file = folder.resolve("rows");

        try (RowWriter writer = files.writer(format, file)) {
            for (ArchivedEvent row : written) {
                writer.write(row);
            }
        }

        try (RowReader<ArchivedEvent> rows = files.reader(format, file)) {
            assertThat(all(rows)).isEqualTo(written);
        }
        try (RowReader<EventKey> keys = files.keys(format, file)) {
            assertThat(all(keys))
                    .isEqualTo(written.stream().map(ArchivedEvent::key).toList());
        }
    }

    private static <T> List<T> all(RowReader<T> reader) throws IOException {
        var all = new ArrayList<T>();
        for (T row = reader.next(); row != null; row = reader.next()) {
            all.add(row);
        }
        return all;
    }
}
