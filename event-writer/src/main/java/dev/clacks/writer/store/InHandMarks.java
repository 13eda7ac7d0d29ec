package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Source;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which records this process has marked "in hand" last: it lives, so none of those marks tells of a death. Thread-safe. */
public final class InHandMarks {

    private final Map<Source, Long> offsets = new ConcurrentHashMap<>();

    /** Whether the last mark of the partition that this process made, or may have made, is that record's. */
    boolean made(Source source, long offset) {
        Long last = offsets.get(source);
        return last != null && last == offset;
    }

    /** This process's mark of that record stands, or may stand: one that PostgreSQL refused does not. */
    void stands(Source source, long offset) {
        offsets.put(source, offset);
    }

    /** No mark of this process stands there. */
    void gone(Source source) {
        offsets.remove(source);
    }
}
