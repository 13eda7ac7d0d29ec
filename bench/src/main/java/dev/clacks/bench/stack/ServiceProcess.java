package dev.clacks.bench.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.testkit.embedded.ChildProcess;
import dev.clacks.testkit.embedded.EmbeddedServer;
import dev.clacks.testkit.embedded.Reaper;
import dev.clacks.testkit.embedded.ServerStartException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One of our services as a child process; it is ready when its admin port says so. Thread-safe. */
public final class ServiceProcess implements EmbeddedServer {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int PROBE_MILLIS = 2_000;
    private static final long LOOK_MILLIS = 50;
    private static final int TAIL_BYTES = 4_096;
    private static final int TAIL_LINES = 15;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final URI adminUrl;
    private final Path directory;
    private final Path log;
    private volatile @Nullable ChildProcess child;
    private volatile boolean endsWithThisProcess;
    private @Nullable Reaper reaper;

    /**
     * A service that is not started yet.
     *
     * @param environment what to add to this process's own
     * @param adminUrl address of its admin connector
     * @param directory its working directory, which exists
     */
    public ServiceProcess(
            String name,
            List<String> command,
            Map<String, String> environment,
            URI adminUrl,
            Path directory,
            Path log) {
        this.name = name;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.adminUrl = adminUrl;
        this.directory = directory;
        this.log = log;
    }

    @Override
    public String name() {
        return name;
    }

    public URI adminUrl() {
        return adminUrl;
    }

    @Override
    public synchronized void start() {
        ChildProcess before = child;
        if (before != null && before.isAlive()) {
            throw new ServerStartException(name + " runs already, as process " + before.pid());
        }
        try {
            ChildProcess started = ChildProcess.start(command, environment, directory, log);
            child = started;
            if (endsWithThisProcess) {
                reaper = Reaper.of(started);
            }
        } catch (IOException e) {
            throw new ServerStartException("Cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void awaitReady(Duration limit) {
        ChildProcess awaited = process();
        long deadline = System.nanoTime() + limit.toNanos();
        String last = "no answer";
        while (System.nanoTime() < deadline) {
            if (!awaited.isAlive()) {
                throw new ServerStartException(
                        name + " ended with code " + awaited.exitCode() + " while starting." + logTail());
            }
            last = readiness();
            if (last.isEmpty()) {
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServerStartException("interrupted while waiting for " + name, e);
            }
        }
        throw new ServerStartException(
                "%s was not ready within %d s: %s.%s".formatted(name, limit.toSeconds(), last, logTail()));
    }

    /** Empty when it is ready, else what it answers. */
    private String readiness() {
        try {
            var connection =
                    (HttpURLConnection) adminUrl.resolve("/ready").toURL().openConnection();
            connection.setConnectTimeout(PROBE_MILLIS);
            connection.setReadTimeout(PROBE_MILLIS);
            try {
                int status = connection.getResponseCode();
                if (status == HttpURLConnection.HTTP_OK) {
                    return "";
                }
                byte[] body = connection.getErrorStream() == null
                        ? new byte[0]
                        : connection.getErrorStream().readAllBytes();
                return status + " " + new String(body, UTF_8).strip();
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return "no answer";
        }
    }

    private String logTail() {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = Math.max(0, all.length - TAIL_BYTES);
            List<String> lines =
                    new String(all, from, all.length - from, UTF_8).lines().toList();
            return " Its log, " + log + ", ends with:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return " It has no log (" + log + ").";
        }
    }

    @Override
    public void stop() {
        ChildProcess running = child;
        if (running != null) {
            try {
                running.stop("TERM", STOP_LIMIT);
            } catch (IOException e) {
                running.kill();
            }
            release();
        }
    }

    @Override
    public void kill() {
        ChildProcess running = child;
        if (running != null) {
            running.kill();
            release();
        }
    }

    private synchronized void release() {
        if (reaper != null) {
            reaper.release();
            reaper = null;
        }
    }

    @Override
    public ChildProcess process() {
        ChildProcess started = child;
        if (started == null) {
            throw new IllegalStateException(name + " has not been started");
        }
        return started;
    }

    @Override
    public Path log() {
        return log;
    }

    /** Not for the services of {@code up}: after a kill -9 of it they go on until the next one ends them. */
    @Override
    public void endWithThisProcess() {
        endsWithThisProcess = true;
    }
}
