package dev.clacks.archiver.format;

import java.io.Closeable;
import java.io.IOException;

/** Writes rows into one file. The file is complete once closed. For one thread. */
public interface RowWriter extends Closeable {
    void write(ArchivedEvent row) throws IOException;
}
