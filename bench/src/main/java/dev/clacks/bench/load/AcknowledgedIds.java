package dev.clacks.bench.load;

import dev.clacks.bench.client.Target;
import dev.clacks.bench.events.EventGenerator.Generated;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * A ledger outside the system: appends a line {@code org app event_id timestamp_in_microseconds} for each acknowledged
 * event. Thread-safe.
 */
final class AcknowledgedIds implements Consumer<List<Generated>>, AutoCloseable {

    private final Target target;
    private final BufferedWriter writer;

    AcknowledgedIds(Target target, Path file) throws IOException {
        this.target = target;
        this.writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public synchronized void accept(List<Generated> events) {
        try {
            for (Generated event : events) {
                writer.write(
                        target.org() + " " + target.app() + " " + event.id() + " " + event.timestampMicros() + "\n");
            }
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }
}
