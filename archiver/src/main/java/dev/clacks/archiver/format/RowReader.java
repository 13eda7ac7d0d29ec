package dev.clacks.archiver.format;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one file's rows in their order. For one thread. */
public interface RowReader<T> extends Closeable {

    /** The next row, or null after the last. */
    @Nullable
    T next() throws IOException;
}
