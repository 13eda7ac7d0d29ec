package dev.clacks.testkit.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What servers in child processes have in common: one process at a time, its log, its end. Thread-safe; while one thread waits
 * for the end of the process others may look at it and kill it.
 */
public final class Supervised {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int TAIL_LINES = 30;
    private static final int TAIL_BYTES = 16 * 1024;

    /** Whether the server is ready; may throw whatever the attempt throws: its message says why it is not. */
    public interface Probe {
        boolean ready() throws Exception;
    }

    private final String name;
    private final Path log;
    private final String stopSignal;
    private final Duration stopLimit;
    private volatile @Nullable ChildProcess child;
    private volatile boolean endsWithThisProcess;
    private volatile long logStart;

    /**
     * A server that is not started yet.
     *
     * @param name for messages
     * @param stopSignal what ends it in an orderly way, such as {@code TERM}
     */
    public Supervised(String name, Path log, String stopSignal) {
        this(name, log, stopSignal, STOP_LIMIT);
    }

    /** @param stopLimit after which {@link #stop} kills it */
    Supervised(String name, Path log, String stopSignal, Duration stopLimit) {
        this.name = name;
        this.log = log.toAbsolutePath();
        this.stopSignal = stopSignal;
        this.stopLimit = stopLimit;
    }

    Path log() {
        return log;
    }

    void endWithThisProcess() {
        endsWithThisProcess = true;
    }

    void refuseWhenRunning() {
        ChildProcess before = child;
        if (before != null && before.isAlive()) {
            throw new ServerStartException(name + " runs already, as process " + before.pid());
        }
    }

    /**
     * Starts the process and returns at once.
     *
     * @throws ServerStartException if it cannot be started, or if it runs already
     */
    public synchronized void start(List<String> command, Map<String, String> environment, Path directory) {
        refuseWhenRunning();
        try {
            logStart = Files.exists(log) ? Files.size(log) : 0;
            ChildProcess started = ChildProcess.start(command, environment, directory, log);
            child = started;
            if (endsWithThisProcess) {
                started.endWithThisProcess();
            }
        } catch (IOException e) {
            throw new ServerStartException("Cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    ChildProcess process() {
        ChildProcess started = child;
        if (started == null) {
            throw new IllegalStateException(name + " has not been started");
        }
        return started;
    }

    /**
     * Waits for the probe.
     *
     * @throws ServerStartException when the time is over or the process has ended; the message holds the end of the log
     */
    public void awaitReady(Duration limit, Probe probe) {
        long deadline = System.nanoTime() + limit.toNanos();
        ChildProcess awaited = process();
        Exception last = null;
        do {
            if (!awaited.isAlive()) {
                throw new ServerStartException(
                        name + " ended with code " + awaited.exitCode() + " while starting." + logTail(), last);
            }
            try {
                if (probe.ready()) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                last = e;
            }
            Pause.briefly();
        } while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted());
        String why = last == null ? "" : ": " + last.getMessage();
        throw new ServerStartException(
                name + " was not ready within " + limit.toSeconds() + " s" + why + "." + logTail(), last);
    }

    void stop() {
        ChildProcess running = child;
        if (running != null) {
            try {
                running.stop(stopSignal, stopLimit);
            } catch (IOException e) {
                running.kill();
            }
        }
    }

    void kill() {
        ChildProcess running = child;
        if (running != null) {
            running.kill();
        }
    }

    /** What the process of the last start has written to its log so far, at most the last 16 KiB. */
    String output() {
        try (SeekableByteChannel file = Files.newByteChannel(log)) {
            file.position(Math.max(logStart, file.size() - TAIL_BYTES));
            ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES);
            while (tail.hasRemaining() && file.read(tail) >= 0) {
                // reads on until the end of the file or of the buffer
            }
            return StandardCharsets.UTF_8.decode(tail.flip()).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private String logTail() {
        List<String> lines = output().lines().toList();
        List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        return " Its log, " + log + ", ends with:\n" + String.join("\n", tail);
    }
}
