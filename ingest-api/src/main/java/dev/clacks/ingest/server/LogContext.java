package dev.clacks.ingest.server;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.MDC;

/** Members of the JSON lines that are logged on this thread until it is closed. For one thread. */
public final class LogContext implements AutoCloseable {

    private final List<String> keys = new ArrayList<>();

    public void put(String key, Object value) {
        MDC.put(key, value.toString());
        keys.add(key);
    }

    @Override
    public void close() {
        keys.forEach(MDC::remove);
    }
}
