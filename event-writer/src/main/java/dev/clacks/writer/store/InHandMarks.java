package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Source;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which records this process has marked "in hand" last: it lives, so none of those marks tells of a death. Thread-safe. */
public final class InHandMarks {

    private final Map<Source, Long> offsets = new ConcurrentHashMap<>();

    /** Notes that this process is about to mark that record; returns whether its last mark of the partition was the same one. */
    boolean makes(Source source, long offset) {
        Long before = offsets.put(source, offset);
        return before != null && before == offset;
    }

    /** No mark of this process stands there. */
    void gone(Source source) {
        offsets.remove(source);
    }
}
