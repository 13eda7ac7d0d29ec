package dev.clacks.testkit.junit;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server of this JVM, started by whoever asks first and ended with the JVM. When the start fails, everybody who asks gets
 * the same failure at once instead of waiting for another. Thread-safe.
 */
final class Shared<T extends AutoCloseable> {
    private final Supplier<? extends T> start;
    private @Nullable T server;
    private @Nullable RuntimeException failure;

    Shared(Supplier<? extends T> start) {
        this.start = start;
    }

    synchronized T server() {
        if (failure != null) {
            throw new IllegalStateException("The server did not start: " + failure.getMessage(), failure);
        }
        if (server == null) {
            try {
                server = start.get();
                Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-of-test-server"));
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
        return server;
    }

    private synchronized void close() {
        try {
            if (server != null) {
                server.close();
            }
        } catch (Exception e) {
            System.err.println("A test's server did not end well: " + e);
        }
    }
}
