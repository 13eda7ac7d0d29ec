package dev.clacks.testkit.ledger;

import dev.clacks.testkit.events.TestEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every event that a server has acknowledged, written down by whoever sent it, before anything else happens. Thread-safe.
 */
public final class Ledger implements AutoCloseable {
    private final Set<LedgerEntry> entries = new LinkedHashSet<>();
    private final @Nullable BufferedWriter file;

    private Ledger(@Nullable BufferedWriter file) {
        this.file = file;
    }

    /** A ledger that ends with this process. */
    public static Ledger inMemory() {
        return new Ledger(null);
    }

    /**
     * A ledger in a file, a line an event, that goes on where an earlier one ended. A last line without its end is what a killed
     * sender left: it is cut off.
     */
    public static Ledger inFile(Path path) throws IOException {
        List<LedgerEntry> earlier = List.of();
        if (Files.exists(path)) {
            String whole = wholeLines(path);
            earlier = whole.lines().map(LedgerEntry::parse).toList();
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                file.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
            }
        }
        Ledger ledger = new Ledger(Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        ledger.entries.addAll(earlier);
        return ledger;
    }

    private static String wholeLines(Path path) throws IOException {
        String text = Files.readString(path, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    /** Writes down that the server acknowledged these events of an application; the same one twice counts once. */
    public void acknowledged(String org, String app, Collection<TestEvent> events) {
        acknowledged(events.stream()
                .map(event -> new LedgerEntry(org, app, event.eventId(), event.timestampMicros()))
                .toList());
    }

    /** Writes down that the server acknowledged these events; the same one twice counts once. */
    public synchronized void acknowledged(Collection<LedgerEntry> acknowledged) {
        List<LedgerEntry> added = new ArrayList<>();
        for (LedgerEntry entry : acknowledged) {
            if (entries.add(entry)) {
                added.add(entry);
            }
        }
        if (file != null) {
            append(file, added);
        }
    }

    private static void append(BufferedWriter file, List<LedgerEntry> added) {
        try {
            for (LedgerEntry entry : added) {
                file.write(entry.line());
                file.write('\n');
            }
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the ledger", e);
        }
    }

    public synchronized List<LedgerEntry> entries() {
        return List.copyOf(entries);
    }

    public synchronized int size() {
        return entries.size();
    }

    /** Asks the database where the events are; nothing has been archived. */
    public LedgerReport verify(Connection connection) throws SQLException {
        return verify(connection, List.of());
    }

    /**
     * Asks where the events are.
     *
     * @param connection of a user who may read everything; a transaction is begun and rolled back
     * @param archived what the objects of the archive's finished runs hold (state {@code done}), an entry a row, as read
     *     back; before that the leaf still counts
     */
    public LedgerReport verify(Connection connection, Iterable<LedgerEntry> archived) throws SQLException {
        return new LedgerCheck(connection).run(entries(), archived);
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
