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

/** What the embedded servers have in common: one process at a time, its log, its end. Thread-safe. */
final class Supervised {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int TAIL_LINES = 30;
    private static final int TAIL_BYTES = 16 * 1024;

    /** Whether the server answers; may throw whatever the attempt throws. */
    interface Probe {
        boolean answers() throws Exception;
    }

    private final String name;
    private final Path log;
    private @Nullable ChildProcess child;
    private @Nullable Reaper reaper;
    private boolean endsWithThisProcess;
    private volatile long logStart;

    Supervised(String name, Path log) {
        this.name = name;
        this.log = log.toAbsolutePath();
    }

    Path log() {
        return log;
    }

    synchronized void endWithThisProcess() {
        endsWithThisProcess = true;
    }

    synchronized void refuseWhenRunning() {
        if (child != null && child.isAlive()) {
            throw new ServerStartException(name + " runs already, as process " + child.pid());
        }
    }

    synchronized void start(List<String> command, Map<String, String> environment, Path directory) {
        refuseWhenRunning();
        try {
            logStart = Files.exists(log) ? Files.size(log) : 0;
            ChildProcess started = ChildProcess.start(command, environment, directory, log);
            child = started;
            if (endsWithThisProcess) {
                reaper = Reaper.of(started);
            }
        } catch (IOException e) {
            throw new ServerStartException("Cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    synchronized ChildProcess process() {
        if (child == null) {
            throw new IllegalStateException(name + " has not been started");
        }
        return child;
    }

    /** Waits for the probe; throws when the time is over or the process has ended. */
    void awaitReady(Duration limit, Probe probe) {
        long deadline = System.nanoTime() + limit.toNanos();
        ChildProcess awaited = process();
        Exception last = null;
        do {
            if (!awaited.isAlive()) {
                throw new ServerStartException(
                        name + " ended with code " + awaited.exitCode() + " while starting." + logTail(), last);
            }
            try {
                if (probe.answers()) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                last = e;
            }
            Pause.briefly();
        } while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted());
        throw new ServerStartException(name + " did not answer within " + limit.toSeconds() + " s." + logTail(), last);
    }

    synchronized void stop(String signal) {
        if (child == null) {
            return;
        }
        try {
            child.stop(signal, STOP_LIMIT);
        } catch (IOException e) {
            child.kill();
        } finally {
            release();
        }
    }

    synchronized void kill() {
        if (child != null) {
            child.kill();
            release();
        }
    }

    private void release() {
        if (reaper != null) {
            reaper.release();
            reaper = null;
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
